interface Sent {
  detailType: string;
  version: number | undefined;
}

/** The metrics that count an event of this service; alarms and the dashboard read them. Version 1 says of most mails the same once more. */
export function mailMetrics({ detailType, version }: Sent): readonly string[] {
  if (version !== 2) return [];
  if (detailType === 'NotificationSent') return ['MailsSent'];
  return detailType === 'NotificationFailed' ? ['MailsFailed'] : [];
}

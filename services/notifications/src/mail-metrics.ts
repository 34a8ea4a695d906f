/** The metrics that count an event of this service; alarms and the dashboard read them. */
export function mailMetrics({ detailType }: { detailType: string }): readonly string[] {
  if (detailType === 'NotificationSent') return ['MailsSent'];
  return detailType === 'NotificationFailed' ? ['MailsFailed'] : [];
}

import { mailMetrics } from './mail-metrics.ts';

describe('mailMetrics', () => {
  const counted = (detailType: string, version: number) => mailMetrics({ detailType, version });

  it('counts each mail once, though two versions tell of most', () => {
    expect([1, 2].flatMap((version) => counted('NotificationSent', version))).toEqual(['MailsSent']);
    expect([1, 2].flatMap((version) => counted('NotificationFailed', version))).toEqual(['MailsFailed']);
    expect(counted('NotificationOpened', 2)).toEqual([]);
  });
});

import type { Principal } from '../../core/principal.ts';
import { actOnAlarms } from './alarm-actions.ts';
import { alarmProperties } from './alarm-properties.ts';
import type { AlarmState } from './alarm-verdict.ts';
import type { Alarm } from './alarms.ts';

describe('actOnAlarms', () => {
  it('tells the topics of the new state, as the alarm', () => {
    const told: { caller: Principal; topicArn: string; subject: string | undefined }[] = [];
    let change: (alarm: Alarm, before: AlarmState) => void = () => {};
    const onChange = (callback: typeof change) => {
      change = callback;
      return () => {};
    };
    const topics = {
      publish(caller: Principal, topicArn: string, { subject }: { subject?: string | undefined }) {
        told.push({ caller, topicArn, subject });
        return 'message';
      },
    };
    actOnAlarms({ region: 'eu-west-1', accountId: '000000000000' }, { onChange }, topics);
    const alarm: Alarm = {
      name: 'failing',
      arn: 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:failing',
      properties: alarmProperties.parse({
        AlarmActions: ['arn:aws:sns:eu-west-1:000000000000:ops', 'arn:aws:ssm:eu-west-1::opsitem:1'],
        OKActions: ['arn:aws:sns:eu-west-1:000000000000:calm'],
        ...{ MetricName: 'Errors', Namespace: 'AWS/Lambda', Statistic: 'Sum', Period: 60 },
        ...{ EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' },
      }),
      state: 'ALARM',
      reason: '1 (alarm when greater than 0)',
      changedAt: 0,
    };
    change(alarm, 'OK');
    expect(told).toEqual([
      {
        caller: {
          kind: 'service',
          service: 'cloudwatch.amazonaws.com',
          sourceArn: alarm.arn,
          sourceAccount: '000000000000',
        },
        topicArn: 'arn:aws:sns:eu-west-1:000000000000:ops',
        subject: 'ALARM: "failing" in eu-west-1',
      },
    ]);
  });
});

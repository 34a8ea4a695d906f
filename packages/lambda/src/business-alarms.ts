import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { clientSettings } from './aws-client.ts';

/**
 * Looks at the alarms that watch what people would notice.
 * @param names one to a hundred
 * @throws Error that names those that ring or do not exist
 */
export async function requireQuiet(
  names: readonly string[],
  client: Pick<CloudWatchClient, 'send'> = new CloudWatchClient(
    clientSettings({ requestTimeoutMs: 3_000, withinMs: 9_000 }),
  ),
): Promise<void> {
  const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [...names] }));
  const states = new Map(MetricAlarms.map(({ AlarmName, StateValue }) => [AlarmName, StateValue]));
  // INSUFFICIENT_DATA is how an alarm begins, and says nothing.
  const loud = names.filter((name) => !states.has(name) || states.get(name) === 'ALARM');
  if (loud.length > 0) throw new Error(`Alarms ring or are missing: ${loud.join(', ')}`);
}

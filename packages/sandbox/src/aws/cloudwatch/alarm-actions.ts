import type { Topics } from '../../core/ports.ts';
import { servicePrincipal } from '../../core/principal.ts';
import type { World } from '../../core/world.ts';
import type { AlarmState } from './alarm-verdict.ts';
import type { Alarm, Alarms } from './alarms.ts';

/** Runs what alarms have to do at a change: tell SNS topics. Actions of other services are not there. */
export function actOnAlarms(
  { region, accountId }: Pick<World, 'region' | 'accountId'>,
  alarms: Pick<Alarms, 'onChange'>,
  topics: Topics,
): () => void {
  return alarms.onChange((alarm, before) => {
    const caller = servicePrincipal('cloudwatch', alarm.arn, accountId);
    for (const arn of actionsOf(alarm))
      if (arn.startsWith('arn:aws:sns:')) {
        const subject = `${alarm.state}: "${alarm.name}" in ${region}`;
        topics.publish(caller, arn, { subject, message: textOf(alarm, before) });
      }
  });
}

function actionsOf({ state, properties }: Alarm): string[] {
  if (properties.ActionsEnabled === false) return [];
  if (state === 'ALARM') return properties.AlarmActions;
  return state === 'OK' ? properties.OKActions : properties.InsufficientDataActions;
}

const textOf = ({ name, state, reason, properties, changedAt }: Alarm, before: AlarmState): string =>
  [
    `Alarm: ${name}`,
    `Change of state: ${before} -> ${state}`,
    `Reason: ${reason}`,
    `Description: ${properties.AlarmDescription}`,
    `Time: ${new Date(changedAt).toISOString()}`,
  ].join('\n');

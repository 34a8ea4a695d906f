import type { Resource } from '../../template/sam/expansion.ts';
import { accessRefusals } from './access-refusals.ts';
import { alarmRefusals, poolRefusals } from './alarm-refusals.ts';
import { eventRefusals } from './event-refusals.ts';
import { functionRefusals, invocationRefusals } from './function-refusals.ts';
import { logRefusals, messageRefusals } from './message-refusals.ts';
import type { Finding, Refusal, Surroundings } from './refusal.ts';
import { samRefusals } from './sam-refusals.ts';
import { sourceRefusals } from './source-refusals.ts';
import { storageRefusals } from './storage-refusals.ts';

/** Every rule about resources by which AWS refuses a template, and by which the sandbox does. */
export const resourceRefusals: readonly Refusal[] = [
  ...samRefusals,
  ...functionRefusals,
  ...invocationRefusals,
  ...sourceRefusals,
  ...messageRefusals,
  ...eventRefusals,
  ...storageRefusals,
  ...alarmRefusals,
  ...accessRefusals,
  ...poolRefusals,
  ...logRefusals,
];

const byType = Map.groupBy(resourceRefusals, ({ type }) => type);

/** What AWS would say of a resource. */
export function refusalsOf(resource: Resource, around: Surroundings): Finding[] {
  return (byType.get(resource.type) ?? []).flatMap((refusal) => [...refusal.find(resource, around)]);
}

import type { Fault } from '../template/faults.ts';
import { oneOf } from '../template/faults.ts';
import type { Resource } from '../template/sam/expansion.ts';
import { type Surroundings, serviceOf, valuesAt } from './refusals/refusal.ts';

/** What the sandbox itself can send to, or read from, by the property that says so. */
const kinds: { type: string; path: string; services: string[] }[] = [
  { type: 'AWS::Events::Rule', path: 'Targets[].Arn', services: ['lambda', 'sqs', 'sns', 'logs', 'events'] },
  { type: 'AWS::Lambda::EventSourceMapping', path: 'EventSourceArn', services: ['sqs', 'dynamodb'] },
  ...[
    { type: 'AWS::Lambda::EventSourceMapping', which: ['OnFailure'], services: ['sqs', 'sns'] },
    {
      type: 'AWS::Lambda::EventInvokeConfig',
      which: ['OnFailure', 'OnSuccess'],
      services: ['sqs', 'sns', 'events', 'lambda'],
    },
  ].flatMap(({ type, which, services }) =>
    which.map((name) => ({ type, path: `DestinationConfig.${name}.Destination`, services })),
  ),
];

/** Targets and sources of another kind than the sandbox has, as far as references and ARNs tell it. */
export function undeliverable({ type, properties }: Resource, around: Surroundings): Fault[] {
  return kinds.flatMap((kind) => {
    if (kind.type !== type) return [];
    return valuesAt(properties, kind.path).flatMap(({ path, value }) => {
      const service = serviceOf(value, around);
      if (service === undefined || kind.services.includes(service)) return [];
      const sentence = `is of ${service || 'no service'}, which the sandbox does not have here; it has ${oneOf(kind.services)}`;
      return [{ path, sentence }];
    });
  });
}

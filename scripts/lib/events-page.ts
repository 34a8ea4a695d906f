import { catalogue } from '@shutterbus/contracts/catalogue';
import type { EventDefinition } from '@shutterbus/contracts/event';
import { type EventReader, eventReaders, messageName } from './event-readers.ts';

const serviceOf = ({ source }: EventDefinition): string => source.replace('shutterbus.', '');

/** docs/events.md: who says what, and who reads it. */
export function eventsPage(note: string): string {
  const readers = eventReaders();
  const old = catalogue.filter(({ deprecated }) => deprecated);
  return [
    `<!-- ${note} -->`,
    '',
    '# Events',
    '',
    'What the services say on the bus, in reading order. Everything goes into the archive and, where it is switched on, the event lake as well. How an event is changed:',
    '[CONTRIBUTING.md](../CONTRIBUTING.md#an-event); the whole of it for programs: [asyncapi.yaml](asyncapi.yaml).',
    '',
    '| event | version | what it says | said by | read by | files |',
    '| --- | --- | --- | --- | --- | --- |',
    ...catalogue.map((definition) => row(definition, readers)),
    '',
    '## Versions that end',
    '',
    ...(old.length === 0 ? ['None.'] : old.map(ending)),
    '',
  ].join('\n');
}

function row(definition: EventDefinition, readers: readonly EventReader[]): string {
  const { detailType, version, summary, deprecated } = definition;
  const reading = readers.filter(({ definitions }) => definitions.includes(definition));
  const cells = [
    detailType,
    deprecated ? `${version}, until ${deprecated.until}` : `${version}`,
    summary,
    serviceOf(definition),
    reading.map(({ service, functionName }) => `${service} \`${functionName}\``).join(', ') || 'no service',
    `[schema](../packages/contracts/schemas/${detailType}.v${version}.json), [sample](../packages/contracts/samples/${messageName(definition)}.json)`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const ending = ({ detailType, version, deprecated }: EventDefinition): string =>
  `- ${detailType} version ${version}: deprecated since ${deprecated?.since}, not sent any more after ${deprecated?.until}. Read version ${deprecated?.instead}, and name it in the rule: \`detail.metadata.version\`.`;

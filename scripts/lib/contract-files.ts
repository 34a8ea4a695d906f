import { catalogue } from '@shutterbus/contracts/catalogue';
import { createEvent, type EventDefinition, metadataSchema } from '@shutterbus/contracts/event';
import { stringify } from 'yaml';
import * as z from 'zod';
import { messageName } from './event-readers.ts';
import { eventsPage } from './events-page.ts';
import { openApi, plain } from './open-api.ts';

/** A file that is derived from the contracts: path in the repository, and what has to be in it. */
export interface ContractFile {
  path: string;
  text: string;
}

const note = 'Made by `npm run contracts` from packages/contracts/src. Do not edit.';
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const yaml = (value: unknown): string =>
  `# ${note}\n${stringify(value, { lineWidth: 120, aliasDuplicateObjects: false })}`;

/** Where the JSON Schema of one version of an event's data is committed. */
export const schemaPath = ({ detailType, version }: EventDefinition): string =>
  `packages/contracts/schemas/${detailType}.v${version}.json`;

/** JSON Schema of an event's `detail.data`. */
export const dataSchemaOf = (definition: EventDefinition) => ({
  ...z.toJSONSchema(definition.data),
  title: `${definition.detailType} version ${definition.version}`,
  description: said(definition),
  ...(definition.deprecated && { deprecated: true }),
});

/** The summary, with what a reader of a version that ends has to know first. */
const said = ({ detailType, summary, deprecated }: EventDefinition): string =>
  deprecated
    ? `Deprecated since ${deprecated.since}, not sent any more after ${deprecated.until}: read ${detailType}.v${deprecated.instead} instead. ${summary}`
    : summary;

/** Everything that is derived: schemas and samples of the events, the page about them, the AsyncAPI and the OpenAPI document. */
export function contractFiles(): ContractFile[] {
  return [
    ...catalogue.map((definition) => ({
      path: schemaPath(definition),
      text: json(dataSchemaOf(definition)),
    })),
    ...catalogue.map((definition) => ({
      path: `packages/contracts/samples/${messageName(definition)}.json`,
      text: json(sampleOf(definition)),
    })),
    { path: 'docs/asyncapi.yaml', text: yaml(asyncApi()) },
    { path: 'docs/events.md', text: eventsPage(note) },
    { path: 'docs/openapi.yaml', text: yaml(openApi()) },
  ];
}

/** The catalogue's example as a rule's target gets it; the same at every call, so that it can be committed. */
export const sampleOf = (definition: EventDefinition) =>
  eventFrom(definition, {
    eventId: '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R',
    correlationId: '6f9b1c62-8a0e-4f6c-9a3b-1f7f0f4be0a1',
    now: new Date('2026-11-21T09:30:00.000Z'),
    data: definition.example,
  });

/** An event with this data as EventBridge hands it over. @throws z.ZodError when the data breaks the schema */
export function eventFrom(
  definition: EventDefinition,
  facts: { eventId: string; correlationId: string; now: Date; data: unknown },
) {
  const { source, detailType, detail } = createEvent(definition, {
    eventId: facts.eventId,
    occurredAt: facts.now.toISOString(),
    aggregateId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CD',
    aggregateVersion: 2,
    trace: {
      correlationId: facts.correlationId,
      causationId: '01KAJ7TYQ8ZC3R5V7N9B1D3F5H',
      actorId: '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11',
    },
    data: facts.data,
  });
  return {
    version: '0',
    id: '17793124-05d4-b198-2fde-7ededc63b103',
    'detail-type': detailType,
    source,
    account: '123456789012',
    time: `${facts.now.toISOString().slice(0, 19)}Z`,
    region: 'eu-west-1',
    resources: [],
    detail,
  };
}

function asyncApi() {
  const names = catalogue.map(messageName);
  const sources = [...new Set(catalogue.map(({ source }) => source))];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Shutterbus events',
      version: '1',
      description:
        'What the services say on the bus. `detail` of an EventBridge event is the payload shown here.',
    },
    channels: {
      bus: {
        address: 'shutterbus',
        messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
      },
    },
    operations: Object.fromEntries(
      sources.map((source) => [
        `${source.replace('shutterbus.', '')}Sends`,
        {
          action: 'send',
          channel: { $ref: '#/channels/bus' },
          messages: catalogue
            .filter((definition) => definition.source === source)
            .map((definition) => ({ $ref: `#/channels/bus/messages/${messageName(definition)}` })),
        },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        catalogue.map((definition) => [
          messageName(definition),
          {
            name: definition.detailType,
            summary: said(definition),
            tags: [{ name: definition.source }, ...(definition.deprecated ? [{ name: 'deprecated' }] : [])],
            payload: {
              type: 'object',
              ...(definition.deprecated && { deprecated: true }),
              required: ['metadata', 'data'],
              properties: {
                metadata: { $ref: '#/components/schemas/Metadata' },
                data: plain(z.toJSONSchema(definition.data)),
              },
            },
            examples: [{ payload: sampleOf(definition).detail }],
          },
        ]),
      ),
      schemas: { Metadata: plain(z.toJSONSchema(metadataSchema)) },
    },
  };
}

import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { EventBridgeClient, ListEventBusesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { catalogue } from '@shutterbus/contracts/catalogue';
import { ulid } from 'ulid';
import * as z from 'zod';
import { CommandError, command, misuse, parseJson } from './lib/command.ts';
import { eventFrom } from './lib/contract-files.ts';
import { messageName } from './lib/event-readers.ts';
import { sandboxSettings } from './lib/running-sandbox.ts';

/**
 * npm run event -- <Name>: makes an event from the catalogue's example, as a rule's target would get it.
 *
 *   npm run event -- MediaPublished > events/notifications/mine.json
 *   npm run event -- MediaPublished --data '{ "title": "Mine" }'     other data, checked against the schema
 *   npm run event -- UserRegistered --put                            onto the running sandbox's bus
 *   npm run event -- UserRegistered --entries > entries.json         for `aws events put-events` on that bus
 */
command(`npm run event -- <Name> [--data <JSON>] [--correlation-id <id>] [--put | --entries]
Names: ${catalogue.map(messageName).join(', ')}`);
const { values, positionals } = parseArgs({
  options: {
    data: { type: 'string', default: '{}' },
    put: { type: 'boolean', default: false },
    entries: { type: 'boolean', default: false },
    'correlation-id': { type: 'string' },
  },
  allowPositionals: true,
});
const definition = catalogue.find((candidate) => messageName(candidate) === positionals[0]);
if (!definition)
  misuse(positionals[0] === undefined ? 'Which event?' : `There is no event ${positionals[0]}.`);

type MadeEvent = ReturnType<typeof eventFrom>;
const record = z.record(z.string(), z.unknown());
const event = made(() =>
  eventFrom(definition, {
    eventId: ulid(),
    correlationId: values['correlation-id'] ?? randomUUID(),
    now: new Date(),
    data: { ...record.parse(definition.example), ...dataOf(values.data) },
  }),
);
if (values.put) await put(event, await sandboxBus());
else if (values.entries) console.log(JSON.stringify([entryOf(event, (await sandboxBus()).name)], null, 2));
else console.log(JSON.stringify(event, null, 2));

function made<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw misuse(`The data does not fit ${positionals[0]}:\n${z.prettifyError(error)}`);
  }
}

function dataOf(text: string): Record<string, unknown> {
  const parsed = record.safeParse(parseJson(text, '--data'));
  return parsed.success ? parsed.data : misuse('--data takes an object of JSON, such as {"title": "Mine"}.');
}

/** The event as PutEvents takes it. */
function entryOf({ source, detail, 'detail-type': DetailType }: MadeEvent, EventBusName: string) {
  return { EventBusName, Source: source, DetailType, Detail: JSON.stringify(detail) };
}

async function sandboxBus(): Promise<{ name: string; client: EventBridgeClient }> {
  const client = new EventBridgeClient(await sandboxSettings());
  const { EventBuses = [] } = await client.send(new ListEventBusesCommand({}));
  const name = EventBuses.find(({ Name }) => Name?.startsWith('shutterbus'))?.Name;
  if (!name) throw new CommandError('The sandbox has no bus of Shutterbus; start it with npm start.');
  return { name, client };
}

async function put(told: MadeEvent, { name, client }: Awaited<ReturnType<typeof sandboxBus>>): Promise<void> {
  const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: [entryOf(told, name)] }));
  if (Entries[0]?.ErrorCode) throw new CommandError(`The bus refused it: ${Entries[0].ErrorMessage}`);
  const { correlationId } = told.detail.metadata;
  console.log(`${told['detail-type']} is on the bus ${name}. Its way: npm run trace -- ${correlationId}`);
}

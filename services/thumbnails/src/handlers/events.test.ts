import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type EventDefinition, parseEvent } from '@shutterbus/contracts/event';
import { MediaDeleted, MediaUploaded, MediaVisibilityChanged } from '@shutterbus/contracts/events/media';
import { getLinks } from '@shutterbus/contracts/routes/thumbnails';
import { hookEvent } from '@shutterbus/lambda/release-hook';
import * as z from 'zod';

const folder = path.join(import.meta.dirname, '../../../../events/thumbnails');
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));

const httpSchema = z.object({ routeKey: z.string(), queryStringParameters: z.unknown() });
const queueSchema = z.object({ Records: z.array(z.object({ body: z.string() })).min(1) });
const streamSchema = z.object({
  Records: z.array(
    z.object({
      dynamodb: z.object({
        NewImage: z.object({
          type: z.object({ S: z.literal('OUTBOX') }),
          source: z.object({ S: z.literal('shutterbus.thumbnails') }),
        }),
      }),
    }),
  ),
});

const bus =
  (...definitions: EventDefinition[]) =>
  (event: unknown) =>
    void parseEvent(definitions, event);

const contracts: Record<string, (event: unknown) => void> = {
  'get-links': (event) => {
    const { routeKey, queryStringParameters } = httpSchema.parse(event);
    expect(routeKey).toBe(`${getLinks.method} ${getLinks.path}`);
    getLinks.query.parse(queryStringParameters);
  },
  'on-media-uploaded': (event) => {
    for (const { body } of queueSchema.parse(event).Records) parseEvent([MediaUploaded], JSON.parse(body));
  },
  'on-media-visibility-changed': bus(MediaVisibilityChanged),
  'on-media-deleted': bus(MediaDeleted),
  'relay-thumbnails': (event) => void streamSchema.parse(event),
  'check-thumbnails-release': (event) => void hookEvent.parse(event),
  'confirm-thumbnails-release': (event) => void hookEvent.parse(event),
};

describe('events/thumbnails', () => {
  it('has one sample for each function', () => {
    const functions = readdirSync(import.meta.dirname).filter((file) => !/\.test\.ts$/.test(file));
    const names = functions.map((file) => path.basename(file, '.ts')).sort();
    expect(Object.keys(contracts).sort()).toEqual(names);
    expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.json`));
  });

  it.each(Object.entries(contracts))('%s.json is what its function reads', (name, parse) => {
    expect(() => parse(read(name))).not.toThrow();
  });

  it.each(Object.entries(contracts))('%s.json without its contents is refused', (_, parse) => {
    expect(() => parse({ routeKey: 'GET /nowhere', detail: {} })).toThrow();
  });
});

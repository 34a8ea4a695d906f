import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type EventDefinition, parseEvent } from '@shutterbus/contracts/event';
import { MediaDeleted } from '@shutterbus/contracts/events/media';
import { ThumbnailGenerationFailed, ThumbnailsGenerated } from '@shutterbus/contracts/events/thumbnails';
import { UserProfileUpdated, UserRegistered } from '@shutterbus/contracts/events/users';
import type { Route } from '@shutterbus/contracts/route';
import * as routes from '@shutterbus/contracts/routes/media';
import { hookEvent } from '@shutterbus/lambda/release-hook';
import * as z from 'zod';
import { objectCreatedSchema } from '../object-created.ts';

const folder = path.join(import.meta.dirname, '../../../../events/media');
const read = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));

const httpSchema = z.object({
  routeKey: z.string(),
  pathParameters: z.unknown().default({}),
  queryStringParameters: z.unknown().default({}),
  body: z.string().optional(),
});
const streamSchema = z.object({
  Records: z.array(
    z.object({
      dynamodb: z.object({
        NewImage: z.object({
          type: z.object({ S: z.literal('OUTBOX') }),
          source: z.object({ S: z.literal('shutterbus.media') }),
        }),
      }),
    }),
  ),
});

const http = (route: Route) => (event: unknown) => {
  const { routeKey, pathParameters, queryStringParameters, body } = httpSchema.parse(event);
  expect(routeKey).toBe(`${route.method} ${route.path}`);
  route.params.parse(pathParameters);
  route.query.parse(queryStringParameters);
  route.body.parse(body && JSON.parse(body));
};
const bus =
  (...definitions: EventDefinition[]) =>
  (event: unknown) =>
    void parseEvent(definitions, event);

const contracts: Record<string, (event: unknown) => void> = {
  'request-upload': http(routes.requestUpload),
  'list-feed': http(routes.listFeed),
  'list-mine': http(routes.listMine),
  'get-photo': http(routes.getPhoto),
  'update-photo': http(routes.updatePhoto),
  'delete-photo': http(routes.deletePhoto),
  'on-object-created': (event) => void objectCreatedSchema.parse(event),
  'on-thumbnails-generated': bus(ThumbnailsGenerated),
  'on-thumbnail-generation-failed': bus(ThumbnailGenerationFailed),
  'on-user-changed': bus(UserRegistered, UserProfileUpdated),
  'on-own-media-deleted': bus(MediaDeleted),
  'relay-media': (event) => void streamSchema.parse(event),
  'check-media-release': (event) => void hookEvent.parse(event),
  'confirm-media-release': (event) => void hookEvent.parse(event),
};

describe('events/media', () => {
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

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { api } from '@shutterbus/contracts/api';
import { catalogue } from '@shutterbus/contracts/catalogue';
import { parseEvent } from '@shutterbus/contracts/event';
import { pages } from '@shutterbus/contracts/pages';
import * as z from 'zod';
import { scheduledEvent } from '../../packages/lambda/src/on-schedule.ts';
import { hookEvent } from '../../packages/lambda/src/release-hook.ts';
import { definitionsRead } from '../../scripts/lib/event-readers.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** `<service>/<name>` of every file, without what stands around it. */
const namesOf = (pattern: string): string[] =>
  globSync(pattern, { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => [file.split(path.sep)[1], path.parse(file).name].join('/'))
    .sort();
const handlers = namesOf('services/*/src/handlers/*.ts');
const sourceOf = (name: string): string => read(`services/${name.replace('/', '/src/handlers/')}.ts`);

const request = z.object({
  routeKey: z.string(),
  pathParameters: z.unknown().default({}),
  queryStringParameters: z.unknown().default({}),
  headers: z.unknown(),
  body: z.string().optional(),
});
const batch = z.object({ Records: z.array(z.object({ body: z.string() })).min(1) });
const outbox = z.object({
  Records: z
    .array(
      z.object({
        dynamodb: z.object({
          NewImage: z.object({
            type: z.object({ S: z.literal('OUTBOX') }),
            source: z.object({ S: z.string() }),
            detailType: z.object({ S: z.string() }),
            detail: z.object({ S: z.string() }),
          }),
        }),
      }),
    )
    .min(1),
});

type Reader = (event: unknown) => void;

/** What a function makes of its input, as its handler's last line says; undefined for the kinds that its service's tests know. */
function readerOf(name: string): Reader | undefined {
  const source = sourceOf(name);
  const [service = ''] = name.split('/');
  const id = /\b(\w+) as route\b/.exec(source)?.[1];
  if (id !== undefined) return takesRequest(service, id);
  const definitions = definitionsRead(source);
  if (definitions) {
    const parse: Reader = (event) => void parseEvent(definitions, event);
    if (!/\b(consumeQueue|batchHandler)\(/.test(source)) return parse;
    return (event) => {
      for (const { body } of batch.parse(event).Records) parse(JSON.parse(body));
    };
  }
  if (source.includes('pageHandler('))
    return (event) => {
      const { routeKey, pathParameters } = request.parse(event);
      expect(pages[service]?.map((one) => `GET ${one}`)).toContain(routeKey);
      z.object({ path: z.string() }).parse(pathParameters);
    };
  if (source.includes('onSchedule(')) return (event) => void scheduledEvent.parse(event);
  if (source.includes('releaseHook(')) return (event) => void hookEvent.parse(event);
  return source.includes('relayOutbox(') ? relays(service) : undefined;
}

function takesRequest(service: string, id: string): Reader {
  const route = api[service]?.find((one) => one.id === id);
  if (!route) throw new Error(`packages/contracts/src/api.ts does not list ${id}`);
  return (event) => {
    const { routeKey, pathParameters, queryStringParameters, headers, body } = request.parse(event);
    expect(routeKey).toBe(`${route.method} ${route.path}`);
    route.params.parse(pathParameters);
    route.query.parse(queryStringParameters);
    route.headers.parse(headers);
    route.body.parse(body === undefined || route.ignoresBody ? undefined : JSON.parse(body));
  };
}

function relays(service: string): Reader {
  return (event) => {
    for (const { dynamodb } of outbox.parse(event).Records) {
      const { source, detailType, detail } = dynamodb.NewImage;
      expect(source.S).toBe(`shutterbus.${service}`);
      const arrived = { source: source.S, 'detail-type': detailType.S, detail: JSON.parse(detail.S) };
      parseEvent(catalogue, arrived);
    }
  };
}

describe('events/', () => {
  it('has an input for each function, and none besides', () => {
    expect(namesOf('events/*/*.json')).toEqual(handlers);
  });

  const known = handlers.flatMap((name) => {
    const reader = readerOf(name);
    return reader === undefined ? [] : [[name, reader] as const];
  });

  it.each(known)('%s.json is what its function reads', (name, reader) => {
    expect(() => reader(JSON.parse(read(`events/${name}.json`)))).not.toThrow();
  });

  it.each(known)('%s.json without its contents is refused', (_, reader) => {
    expect(() => reader({ routeKey: 'GET /nowhere', detail: {} })).toThrow();
  });
});

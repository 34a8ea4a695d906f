import { catalogue } from '@shutterbus/contracts/catalogue';
import type { EventDefinition } from '@shutterbus/contracts/event';
import * as z from 'zod';
import { dataSchemaOf } from './contract-files.ts';
import { eventReaders } from './event-readers.ts';
import { openApi } from './open-api.ts';
import { explained, refusedEvents, refusedRoutes } from './refused-changes.ts';

/** What is said to somebody who gives MediaLiked this schema. */
function said(data: (fields: Record<string, z.ZodType>) => z.ZodType) {
  const now = (definition: EventDefinition) =>
    definition.detailType === 'MediaLiked' && definition.data instanceof z.ZodObject
      ? dataSchemaOf({ ...definition, data: data({ ...definition.data.shape }) })
      : dataSchemaOf(definition);
  return refusedEvents(catalogue, { committed: dataSchemaOf, now }, eventReaders());
}

describe('refusedEvents', () => {
  it('refuses nothing where nothing changed, nor a new field that may be missing', () => {
    expect(said((fields) => z.object(fields))).toEqual([]);
    expect(said((fields) => z.object({ ...fields, colour: z.string().optional() }))).toEqual([]);
  });

  it.each([
    [
      'a field that is gone',
      ({ mediaId: _, ...fields }: Record<string, z.ZodType>) => z.object(fields),
      'data.mediaId is gone',
    ],
    [
      'another type',
      (fields: Record<string, z.ZodType>) => z.object({ ...fields, mediaId: z.int() }),
      'data.mediaId: type changed',
    ],
    [
      'a new field',
      (fields: Record<string, z.ZodType>) => z.object({ ...fields, colour: z.string() }),
      'data.colour is required now',
    ],
  ])('says of %s which event, which field, who reads it, and what to do', (_, data, change) => {
    const [refused, ...others] = said(data);
    expect(others).toEqual([]);
    expect(refused).toMatchObject({ subject: 'MediaLiked version 1', changes: [change] });
    expect(refused?.meets).toMatch(/^notifications OnMediaLiked, the archive/);
    expect(refused?.instead).toContain('define version 2 beside it');
    expect(refused && explained(refused)).toContain(`MediaLiked version 1\n  - ${change}\n  Meets: `);
  });
});

type Document = { paths: Record<string, Record<string, Record<string, unknown>>> };

/** What is said to somebody who makes this change to a route. */
function saidOf(route: string, method: string, change: (operation: Record<string, unknown>) => void) {
  const now: Document = JSON.parse(JSON.stringify(openApi()));
  const operation = now.paths[route]?.[method];
  if (!operation) throw new Error(`there is no ${method} ${route}`);
  change(operation);
  return refusedRoutes(JSON.parse(JSON.stringify(openApi())), now, () => ['the-page.tsx']).flatMap(
    ({ subject, changes }) => changes.map((one) => `${subject}: ${one}`),
  );
}

/** The schema at this place, to be changed. */
function at(value: unknown, ...way: string[]): Record<string, unknown> {
  const next = way.reduce<unknown>((one, name) => z.record(z.string(), z.unknown()).parse(one)[name], value);
  if (typeof next !== 'object' || next === null) throw new Error(`nothing at ${way.join('.')}`);
  return next as Record<string, unknown>;
}
const json = ['content', 'application/json', 'schema'];

describe('refusedRoutes', () => {
  const comments = '/v1/media/{id}/comments';
  const name = 'POST /v1/media/{id}/comments (addComment)';

  it('refuses nothing where nothing changed', () => {
    expect(saidOf(comments, 'post', () => undefined)).toEqual([]);
  });

  it('refuses that a route goes, and says who calls it', () => {
    const before = JSON.parse(JSON.stringify(openApi()));
    const now = structuredClone(before);
    delete now.paths[comments].post;
    const [refused] = refusedRoutes(before, now);
    expect(refused).toMatchObject({ subject: name, changes: ['the route is gone'] });
    expect(refused?.meets).toContain('packages/web/src/api/');
    expect(refused?.instead).toContain('--allow addComment');
  });

  it.each([
    [
      'a field that requests have to bring',
      (post: unknown) => {
        at(post, 'requestBody', ...json).required = ['text', 'language'];
      },
      'body.language is required now',
    ],
    [
      'a shorter text',
      (post: unknown) => {
        at(post, 'requestBody', ...json, 'properties', 'text').maxLength = 10;
      },
      'body.text: maxLength shrank',
    ],
    [
      'a field that requests bring in vain',
      (post: unknown) => {
        at(post, 'requestBody', ...json).properties = {};
        at(post, 'requestBody', ...json).required = [];
      },
      'body.text is gone',
    ],
    [
      'a parameter that has to be there',
      (post: unknown) => {
        for (const parameter of Object.values(at(post, 'parameters'))) at(parameter).required = true;
      },
      'header.Idempotency-Key is required now',
    ],
    [
      'an answer without one of its fields',
      (post: unknown) => {
        delete at(post, 'responses', '201', ...json, 'properties').author;
      },
      '201.author is gone',
    ],
    [
      'another answer',
      (post: unknown) => {
        const responses = at(post, 'responses');
        responses['202'] = responses['201'];
        delete responses['201'];
      },
      '201 is no answer any more',
    ],
  ])('refuses %s', (_, change, expected) => {
    expect(saidOf(comments, 'post', change)).toEqual([`${name}: ${expected}`]);
  });

  it('refuses that an open route asks for a token, and lets a signed one open', () => {
    const token = [{ accessToken: [] }];
    expect(saidOf('/v1/media', 'get', (get) => void Object.assign(get, { security: token }))).toEqual([
      'GET /v1/media (listFeed): it asks for a token now',
    ]);
    expect(saidOf(comments, 'post', (post) => void Object.assign(post, { security: [] }))).toEqual([]);
  });

  it('lets requests bring more, and answers say more', () => {
    expect(
      saidOf(comments, 'post', (post) => {
        at(post, 'requestBody', ...json, 'properties').language = { type: 'string' };
        at(post, 'requestBody', ...json, 'properties', 'text').maxLength = 5000;
        at(post, 'responses', '201', ...json, 'properties').language = { type: 'string' };
      }),
    ).toEqual([]);
  });
});

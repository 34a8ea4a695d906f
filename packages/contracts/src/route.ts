import * as z from 'zod';
import { ulidField, ulidPattern } from './fields.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Shape = z.ZodType<Record<string, unknown>>;

type Auth = 'user' | 'none';

/** How often one person may call a route: `atOnce` calls fit into a bucket, which runs empty by `perHour`. */
export interface PersonLimit {
  atOnce: number;
  perHour: number;
}
type Limit = PersonLimit | undefined;

/**
 * Far more than a person needs, even one who changes all of a day's photos in one go; what it bounds is what a program can make us pay, and
 * what it can do to others.
 */
export const perPerson: PersonLimit = { atOnce: 300, perHour: 600 };

/** One operation of the HTTP API: what the handler checks, what the web app sends, what the OpenAPI document says. */
export interface Route<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends z.ZodType = z.ZodType,
  Access extends Auth = Auth,
  Headers extends Shape = Shape,
  Limited extends Limit = Limit,
> {
  /** The verb and noun of handler and use case: `requestUpload`. */
  id: string;
  method: Method;
  /** As in API Gateway: `/v1/media/{id}`. */
  path: string;
  /** `user`: a Cognito access token is required. `none`: open to everybody. */
  auth: Access;
  summary: string;
  /** What one person may do of it; each route that writes names one. Its handler says where it is counted. */
  limit: Limited;
  params: Params;
  query: Query;
  /** By their names in small letters; others are not looked at. */
  headers: Headers;
  body: Body;
  /** No function answers: the API hands a message to a queue, and checks nothing (decision 0056). */
  queued?: true | undefined;
  /** The body may be of any type, and nobody reads it. */
  ignoresBody?: boolean;
  /** Pages ask for it again and again: it has an ETag, and who names that is told in a word that nothing has changed. */
  polled?: true | undefined;
  /** Body of each success status; `null` where there is none. */
  responses: Record<number, z.ZodType | null>;
  /** Error statuses that are its own, with their meaning. What every route may answer is in scripts/lib/open-api.ts. */
  errors: Record<number, string>;
}

const nothing = z.object({});
type Nothing = typeof nothing;

interface RouteParts<
  P extends Shape,
  Q extends Shape,
  B extends z.ZodType,
  A extends Auth,
  H extends Shape,
  L extends Limit,
> extends Pick<Route, 'id' | 'method' | 'path' | 'summary' | 'responses'> {
  auth?: A;
  limit?: L;
  queued?: true;
  polled?: true;
  errors?: Record<number, string>;
  params?: P;
  query?: Q;
  headers?: H;
  body?: B;
  ignoresBody?: boolean;
}

/** `auth` is `user` unless told; there is no limit for a person, and params, query, headers and body are empty unless told. */
export function defineRoute<
  P extends Shape = Nothing,
  Q extends Shape = Nothing,
  B extends z.ZodType = z.ZodUndefined,
  A extends Auth = 'user',
  H extends Shape = Nothing,
  L extends Limit = undefined,
>(parts: RouteParts<P, Q, B, A, H, L>): Route<P, Q, B, A, H, L> {
  return {
    errors: {},
    ...parts,
    auth: (parts.auth ?? 'user') as A,
    limit: parts.limit as L,
    params: (parts.params ?? nothing) as P,
    query: (parts.query ?? nothing) as Q,
    headers: (parts.headers ?? nothing) as H,
    body: (parts.body ?? z.undefined()) as B,
  };
}

/**
 * `Idempotency-Key`, made by the client, one for each thing that is to be made: a repeat with the same key makes nothing
 * new. It is the caller's own: two people may choose the same.
 */
export const idempotencyKeyHeader = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\w.:-]{1,128}$/, 'must be 1 to 128 letters, digits and -_.:')
    .optional(),
});

/** In a query all is text. Digits alone: what else JavaScript takes for a number (`0x10`, `1e1`, a blank) is none to the document. */
const wholeNumber = (min: number, max: number, otherwise: number) =>
  z
    .string()
    .transform((text) => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN))
    .pipe(z.int(`must be a whole number from ${min} to ${max}`).min(min).max(max))
    .meta({ type: 'integer', minimum: min, maximum: max, description: `${otherwise} unless given` })
    .optional()
    .transform((given) => given ?? otherwise);

/** A page of a list. `cursor` is opaque: pass on what `nextCursor` gave. */
export const pageQuery = z.object({
  cursor: z
    .string()
    .max(2000)
    .regex(/^[\w-]+$/, 'is not a cursor')
    .meta({ format: 'cursor', description: 'What `nextCursor` of the page before gave.' })
    .optional(),
  limit: wholeNumber(1, 50, 20),
});

const maxIds = 50;

/** What a page of a list holds, asked about at once: ids with commas between them. */
export const idsQuery = z.object({
  ids: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(ulidField).min(1).max(maxIds))
    .meta({ type: 'array', minItems: 1, maxItems: maxIds, items: { type: 'string', pattern: ulidPattern } }),
});

/** `nextCursor` is absent on the last page. A page may hold fewer than `limit` items although another follows. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() });

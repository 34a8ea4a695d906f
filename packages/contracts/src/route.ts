import * as z from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Shape = z.ZodType<Record<string, unknown>>;

/** One operation of the HTTP API: what the handler checks, what the web app sends, what the OpenAPI document says. */
export interface Route<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends z.ZodType = z.ZodType,
> {
  /** The verb and noun of handler and use case: `requestUpload`. */
  id: string;
  method: Method;
  /** As in API Gateway: `/v1/media/{id}`. */
  path: string;
  /** `user`: a Cognito access token is required. `none`: open to everybody. */
  auth: 'user' | 'none';
  summary: string;
  params: Params;
  query: Query;
  body: Body;
  /** Body of each success status; `null` where there is none. */
  responses: Record<number, z.ZodType | null>;
  /** Error statuses beside 400, 401 and 500, with their meaning. */
  errors: Record<number, string>;
}

const nothing = z.object({});

type RouteParts<P extends Shape, Q extends Shape, B extends z.ZodType> = Omit<
  Route,
  'params' | 'query' | 'body' | 'auth' | 'errors'
> &
  Partial<Pick<Route, 'auth' | 'errors'>> & { params?: P; query?: Q; body?: B };

/** `auth` is `user` unless told; params, query and body are empty unless told. */
export function defineRoute<
  P extends Shape = typeof nothing,
  Q extends Shape = typeof nothing,
  B extends z.ZodType = z.ZodUndefined,
>(parts: RouteParts<P, Q, B>): Route<P, Q, B> {
  return {
    auth: 'user',
    errors: {},
    ...parts,
    params: (parts.params ?? nothing) as P,
    query: (parts.query ?? nothing) as Q,
    body: (parts.body ?? z.undefined()) as B,
  };
}

/** A page of a list. `cursor` is opaque: pass on what `nextCursor` gave. */
export const pageQuery = z.object({
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

/** `nextCursor` is absent on the last page. A page may hold fewer than `limit` items although another follows. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() });

import { api } from '@shutterbus/contracts/api';
import { problemSchema } from '@shutterbus/contracts/problem';
import type { Route } from '@shutterbus/contracts/route';
import * as z from 'zod';

/** What API Gateway itself answers, before a function runs or when none did. */
const gatewaySchema = {
  type: 'object',
  properties: { message: { type: 'string' } },
  required: ['message'],
};

/** The OpenAPI document of all routes. */
export function openApi() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [service, routes] of Object.entries(api)) {
    for (const route of routes) {
      paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(service, route) };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Shutterbus API', version: '1', description: 'All services behind one origin.' },
    paths,
    components: {
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: plain(z.toJSONSchema(problemSchema)), GatewayProblem: gatewaySchema },
    },
  };
}

const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const gateway = { 'application/json': { schema: { $ref: '#/components/schemas/GatewayProblem' } } };

function operation(service: string, route: Route) {
  const body =
    route.body instanceof z.ZodUndefined ? undefined : plain(z.toJSONSchema(route.body, { io: 'input' }));
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [service],
    security: route.auth === 'user' ? [{ accessToken: [] }] : [],
    parameters: [
      ...parametersIn('path', route.params),
      ...parametersIn('query', route.query),
      ...parametersIn('header', route.headers),
      ...(route.polled ? [ifNoneMatch] : []),
    ],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: { ...successes(route), ...failures(route, body !== undefined) },
  };
}

const ifNoneMatch = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  schema: { type: 'string' },
  description: 'The `ETag` of an answer that one has: if it still holds, 304 says so.',
};
const withTag = { headers: { ETag: { schema: { type: 'string' } } } };

function successes(route: Route) {
  const bodies = Object.entries(route.responses).map(([status, schema]) => [
    status,
    schema
      ? {
          description: 'Done',
          ...(route.polled && withTag),
          content: { 'application/json': { schema: plain(z.toJSONSchema(schema)) } },
        }
      : { description: 'Done, nothing to say' },
  ]);
  return {
    ...Object.fromEntries(bodies),
    ...(route.polled && { 304: { description: 'Nothing has changed since the answer named', ...withTag } }),
  };
}

/** What every route may answer, and in whose words: ours, API Gateway's, or either's. */
function failures(route: Route, takesBody: boolean) {
  const said = (description: string, content: object) => ({ description, content });
  // No function has looked at it: what SQS refuses is told in its own words.
  if (route.queued)
    return {
      400: { description: 'The queue takes no such text' },
      404: said('No such route', gateway),
      413: said('The request is larger than 10 MB', gateway),
      429: said('Too many requests at once; try again a little later', gateway),
      500: said('Something went wrong on our side', gateway),
      503: said('It took too long; try again', gateway),
    };
  const also = (status: number, general: string) =>
    route.errors[status] ? `${general}; ${route.errors[status]}` : general;
  return {
    ...Object.fromEntries(Object.entries(route.errors).map(([status, why]) => [status, said(why, problem)])),
    400: said(also(400, 'The request breaks its schema; `errors` lists each field'), problem),
    ...(route.auth === 'user' && {
      401: said(also(401, 'No valid access token'), { ...problem, ...gateway }),
    }),
    403: said(
      also(403, "Not asked for at the web app's address, where the API answers nowhere else"),
      problem,
    ),
    // A path that is none of a route's, for example with an empty part, is API Gateway's to refuse.
    404: said(route.errors[404] ?? 'No such route', { ...(route.errors[404] && problem), ...gateway }),
    413: said(also(413, 'The request is larger than 10 MB'), {
      ...(route.errors[413] && problem),
      ...gateway,
    }),
    ...(takesBody && { 415: said('The body is not `application/json`', problem) }),
    429: {
      ...said(
        [also(429, 'Too many requests at once; try again a little later'), ...ofPerson(route)].join('; '),
        {
          ...problem,
          ...gateway,
        },
      ),
      ...((route.limit || route.errors[429]) && {
        headers: {
          'Retry-After': {
            schema: { type: 'integer' },
            description: 'Seconds; not where API Gateway answers',
          },
        },
      }),
    },
    500: said('Something went wrong on our side', { ...problem, ...gateway }),
    503: said('It took too long, or nothing was free to answer; try again', gateway),
  };
}

const ofPerson = ({ limit }: Route): string[] =>
  limit ? [`one person may call it ${limit.atOnce} times at once and ${limit.perHour} times an hour`] : [];

function parametersIn(place: 'path' | 'query' | 'header', schema: z.ZodType) {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({
    name: place === 'header' ? headerName(name) : name,
    in: place,
    required: required.includes(name),
    // One parameter with commas: what API Gateway makes of a repeated one as well.
    ...(typeof property === 'object' && property.type === 'array' && { style: 'form', explode: false }),
    schema: property,
  }));
}

/** `idempotency-key` is written `Idempotency-Key`. */
const headerName = (name: string): string => name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());

/** A schema that stands inside another document does not say again which dialect it is in. */
export function plain({ $schema: _, ...schema }: z.core.JSONSchema.BaseSchema) {
  return schema;
}

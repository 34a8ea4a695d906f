import { api } from '@shutterbus/contracts/api';
import { problemSchema } from '@shutterbus/contracts/problem';
import type { Route } from '@shutterbus/contracts/route';
import * as z from 'zod';
import { exampleProblem, gatewayMessages } from './example-problems.ts';
import { type ExampleRequest, exampleRequest } from './example-requests.ts';
import { exampleAnswer, exampleOf } from './example-values.ts';

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

/** Bodies of an answer that is no success, each with what it says. */
const problem = (service: string, route: Route, status: number) => ({
  'application/problem+json': {
    schema: { $ref: '#/components/schemas/Problem' },
    example: exampleProblem(service, route, status),
  },
});
const gateway = (status: number) => ({
  'application/json': {
    schema: { $ref: '#/components/schemas/GatewayProblem' },
    example: { message: gatewayMessages[status] ?? 'Error' },
  },
});

function operation(service: string, route: Route) {
  const body =
    route.body instanceof z.ZodUndefined ? undefined : plain(z.toJSONSchema(route.body, { io: 'input' }));
  const asked = exampleRequest(service, route);
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [service],
    security: route.auth === 'user' ? [{ accessToken: [] }] : [],
    parameters: [
      ...parametersIn('path', route.params, asked.params),
      ...parametersIn('query', route.query, asked.query),
      ...parametersIn('header', route.headers, asked.headers),
      ...(route.polled ? [ifNoneMatch] : []),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: body, example: asked.body ?? exampleOf(body) } },
      },
    }),
    responses: { ...successes(route), ...failures(service, route, body !== undefined) },
  };
}

const tag = 'W/"Nq1tyXJbhmRbXHPjOzkpRw"';
const ifNoneMatch = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  schema: { type: 'string' },
  example: tag,
  description: 'The `ETag` of an answer that one has: if it still holds, 304 says so.',
};
const withTag = { headers: { ETag: { schema: { type: 'string' }, example: tag } } };

function successes(route: Route) {
  const bodies = Object.entries(route.responses).map(([status, answer]) => {
    if (!answer) return [status, { description: 'Done, nothing to say' }];
    const schema = plain(z.toJSONSchema(answer));
    return [
      status,
      {
        description: 'Done',
        ...(route.polled && withTag),
        content: { 'application/json': { schema, example: exampleAnswer(route.id, schema) } },
      },
    ];
  });
  return {
    ...Object.fromEntries(bodies),
    ...(route.polled && { 304: { description: 'Nothing has changed since the answer named', ...withTag } }),
  };
}

/** What every route may answer, and in whose words: ours, API Gateway's, or either's. */
function failures(service: string, route: Route, takesBody: boolean) {
  const said = (description: string, content: object) => ({ description, content });
  const ours = (status: number) => problem(service, route, status);
  // No function has looked at it: what SQS refuses is told in its own words.
  if (route.queued)
    return {
      400: { description: 'The queue takes no such text' },
      404: said('No such route', gateway(404)),
      413: said('The request is larger than 10 MB', gateway(413)),
      429: said('Too many requests at once; try again a little later', gateway(429)),
      500: said('Something went wrong on our side', gateway(500)),
      503: said('It took too long; try again', gateway(503)),
    };
  const also = (status: number, general: string) =>
    route.errors[status] ? `${general}; ${route.errors[status]}` : general;
  const isCounted = route.limit !== undefined || route.errors[429] !== undefined;
  return {
    ...Object.fromEntries(
      Object.entries(route.errors).map(([status, why]) => [status, said(why, ours(Number(status)))]),
    ),
    400: said(also(400, 'The request breaks its schema; `errors` lists each field'), ours(400)),
    ...(route.auth === 'user' && {
      401: said(also(401, 'No valid access token'), { ...ours(401), ...gateway(401) }),
    }),
    403: said(
      also(403, "Not asked for at the web app's address, where the API answers nowhere else"),
      ours(403),
    ),
    // A path that is none of a route's, for example with an empty part, is API Gateway's to refuse.
    404: said(route.errors[404] ?? 'No such route', { ...(route.errors[404] && ours(404)), ...gateway(404) }),
    413: said(also(413, 'The request is larger than 10 MB'), {
      ...(route.errors[413] && ours(413)),
      ...gateway(413),
    }),
    ...(takesBody && { 415: said('The body is not `application/json`', ours(415)) }),
    429: {
      ...said(
        [also(429, 'Too many requests at once; try again a little later'), ...ofPerson(route)].join('; '),
        {
          ...(isCounted && ours(429)),
          ...gateway(429),
        },
      ),
      ...(isCounted && {
        headers: {
          'Retry-After': {
            schema: { type: 'integer' },
            description: 'Seconds; not where API Gateway answers',
            example: 6,
          },
        },
      }),
    },
    500: said('Something went wrong on our side', { ...ours(500), ...gateway(500) }),
    503: said('It took too long, or nothing was free to answer; try again', gateway(503)),
  };
}

const ofPerson = ({ limit }: Route): string[] =>
  limit ? [`one person may call it ${limit.atOnce} times at once and ${limit.perHour} times an hour`] : [];

function parametersIn(
  place: 'path' | 'query' | 'header',
  schema: z.ZodType,
  asked: ExampleRequest['params'],
) {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({
    name: place === 'header' ? headerName(name) : name,
    in: place,
    required: required.includes(name),
    // One parameter with commas: what API Gateway makes of a repeated one as well.
    ...(typeof property === 'object' && property.type === 'array' && { style: 'form', explode: false }),
    schema: property,
    example: exampleOfParameter(property, name, asked[name]),
  }));
}

/** In a request all is text; the document has numbers as numbers, and lists as lists. */
function exampleOfParameter(schema: z.core.JSONSchema._JSONSchema, name: string, asked: unknown): unknown {
  const { type } = typeof schema === 'object' ? schema : {};
  if (typeof asked !== 'string') return exampleOf(schema, name);
  if (type === 'array') return asked.split(',');
  return type === 'integer' ? Number(asked) : asked;
}

/** `idempotency-key` is written `Idempotency-Key`. */
const headerName = (name: string): string => name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());

/** A schema that stands inside another document does not say again which dialect it is in. */
export function plain({ $schema: _, ...schema }: z.core.JSONSchema.BaseSchema) {
  return schema;
}

import { api } from '@shutterbus/contracts/api';
import { fieldErrors } from '@shutterbus/contracts/field-errors';
import type { Route } from '@shutterbus/contracts/route';
import * as z from 'zod';

const contentShape = z.record(z.string(), z.object({ example: z.unknown() })).default({});
const documentShape = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        responses: z.record(z.string(), z.object({ content: contentShape })),
      }),
    ),
  ),
});
export type Document = z.infer<typeof documentShape>;
type Operation = Document['paths'][string][string];

/** @throws z.ZodError for what is no OpenAPI document with examples */
export const readDocument = (parsed: unknown): Document => documentShape.parse(parsed);

export interface MockRequest {
  method: string;
  url: URL;
  /** By their names in small letters. */
  headers: Record<string, string | undefined>;
  body: string;
}

export interface MockAnswer {
  status: number;
  contentType?: string;
  body?: unknown;
}

/**
 * What the document answers to a request: the example of its success, or of the status that `Prefer: code=404` asks for. Refused as by the app:
 * no such route, no token, a body that is no JSON, fields that the contract's schemas do not take. A list has one page.
 */
export function mockAnswer(document: Document, request: MockRequest): MockAnswer {
  const { method, url, headers } = request;
  const found = operationFor(document, method, url.pathname);
  if (!found) return gateway(404, 'Not Found');
  const { operation, params } = found;
  const route = routeOf(operation.operationId);
  if (route.auth === 'user' && !/^Bearer \S+$/.test(headers.authorization ?? ''))
    return gateway(401, 'Unauthorized');
  const asked = /\bcode=(\d{3})\b/.exec(headers.prefer ?? '')?.[1];
  if (asked !== undefined && operation.responses[asked]) return answerOf(operation, asked);
  const { body, errors } = check(route, request, params);
  if (body === 'no-json') return answerOf(operation, '415');
  if (errors.length > 0) return refusal(operation, errors);
  const status = Object.keys(operation.responses).find((one) => one.startsWith('2')) ?? '204';
  const answer = answerOf(operation, status);
  const page = z
    .looseObject({ items: z.array(z.unknown()), nextCursor: z.unknown().optional() })
    .safeParse(answer.body);
  if (!page.success || !url.searchParams.has('cursor')) return answer;
  const { nextCursor: _, ...rest } = page.data;
  return { ...answer, body: { ...rest, items: [] } };
}

const gateway = (status: number, message: string): MockAnswer => ({
  ...{ status, contentType: 'application/json', body: { message } },
});

/** A path in words before one with a parameter: `/v1/media/mine` is no photo. */
function operationFor({ paths }: Document, method: string, pathname: string) {
  const asked = pathname.split('/');
  const fitting = Object.entries(paths).flatMap(([path, methods]) => {
    const operation = methods[method.toLowerCase()];
    const parts = path.split('/');
    if (!operation || parts.length !== asked.length) return [];
    const params: Record<string, string> = {};
    for (const [index, part] of parts.entries()) {
      const given = asked[index] ?? '';
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (name === undefined ? part !== given : given === '') return [];
      if (name !== undefined) params[name] = decoded(given);
    }
    return { operation, params };
  });
  return fitting.toSorted((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
}

/** What is no text when it is decoded is nothing that a schema takes, either. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function routeOf(operationId: string): Route {
  const route = Object.values(api)
    .flat()
    .find(({ id }) => id === operationId);
  if (!route) throw new Error(`The document has a route ${operationId}, which the contracts lack.`);
  return route;
}

function check(route: Route, { url, headers, body: text }: MockRequest, params: Record<string, string>) {
  const isEmpty = text === '' || route.ignoresBody === true;
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (!isEmpty && type !== 'application/json') return { body: 'no-json', errors: [] };
  let body: unknown;
  try {
    body = isEmpty ? undefined : JSON.parse(text);
  } catch {
    return { body: undefined, errors: [{ field: 'body', message: 'is not JSON' }] };
  }
  const parts = [
    ['params', route.params, params],
    ['query', route.query, Object.fromEntries(url.searchParams)],
    ['headers', route.headers, headers],
    ['body', route.body, body],
  ] as const;
  const errors = parts.flatMap(([place, schema, value]) => fieldErrors(place, schema.safeParse(value).error));
  return { body, errors };
}

function refusal(operation: Operation, errors: { field: string; message: string }[]): MockAnswer {
  const answer = answerOf(operation, '400');
  const said = { code: 'invalid-request', type: 'urn:shutterbus:problem:invalid-request', errors };
  return { ...answer, body: { ...z.looseObject({}).catch({}).parse(answer.body), ...said } };
}

/** Our own words before API Gateway's, where both may answer. */
function answerOf({ responses }: Operation, status: string): MockAnswer {
  const content = responses[status]?.content ?? {};
  const contentType = ['application/problem+json', 'application/json'].find((type) => content[type]);
  if (contentType === undefined) return { status: Number(status) };
  return { status: Number(status), contentType, body: content[contentType]?.example };
}

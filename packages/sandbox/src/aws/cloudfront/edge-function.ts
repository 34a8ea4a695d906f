import { createContext, Script } from 'node:vm';
import * as z from 'zod';
import { type HttpRequest, splitTarget } from '../../core/http-request.ts';

const value = z.looseObject({
  value: z.string(),
  multiValue: z.array(z.object({ value: z.string() })).optional(),
});
const values = z.record(z.string(), value);
const changedRequest = z.object({
  method: z.string(),
  uri: z.string().startsWith('/'),
  querystring: z.union([values, z.string()]).default({}),
  headers: values.default({}),
  cookies: values.default({}),
});
const ownResponse = z.object({
  statusCode: z.number().int().min(100).max(599),
  statusDescription: z.string().optional(),
  headers: values.default({}),
  body: z
    .union([z.string(), z.object({ encoding: z.enum(['text', 'base64']).default('text'), data: z.string() })])
    .optional(),
});

export type FunctionOutcome =
  | { request: z.infer<typeof changedRequest> }
  | { response: z.infer<typeof ownResponse> };

/** A viewer-request function. @throws Error when the code throws, or returns neither a request nor a response */
export type EdgeFunction = (
  request: HttpRequest,
  context: { distributionId: string; distributionDomainName: string; requestId: string },
) => Promise<FunctionOutcome>;

/** Longest synchronous run; CloudFront allows about a millisecond of CPU time, of a faster machine. */
const timeoutMs = 1000;

/**
 * Compiles code for the runtime cloudfront-js-2.0. It gets a context of its own, with no access to Node. Imports
 * (`cloudfront`, `crypto`, …) and key value stores are not there.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 * @throws SyntaxError when the code cannot be compiled
 */
export function edgeFunction(name: string, code: string): EdgeFunction {
  const context = createContext({ console: { log: () => undefined, error: () => undefined } });
  new Script(code, { filename: name }).runInContext(context, { timeout: timeoutMs });
  const call = new Script('(async () => JSON.stringify(await handler(JSON.parse(sandboxEvent))))()', {
    filename: name,
  });

  return async (request, { distributionId, distributionDomainName, requestId }) => {
    const event = {
      version: '1.0',
      context: { distributionDomainName, distributionId, eventType: 'viewer-request', requestId },
      viewer: { ip: request.sourceIp },
      request: describe(request),
    };
    Object.assign(context, { sandboxEvent: JSON.stringify(event) });
    const text: unknown = await call.runInContext(context, { timeout: timeoutMs });
    const result: unknown = JSON.parse(String(text ?? 'null'));
    const response = ownResponse.safeParse(result);
    if (response.success) return { response: response.data };
    return { request: changedRequest.parse(result) };
  };
}

function describe({ method, target, headers }: HttpRequest) {
  const [uri, query = ''] = splitTarget(target);
  const { cookie = '', ...others } = headers;
  return {
    method,
    uri,
    querystring: multiValues(query.split('&')),
    headers: Object.fromEntries(Object.entries(others).map(([name, one]) => [name, { value: one }])),
    cookies: multiValues(cookie.split(/;\s*/)),
  };
}

/** Pairs as they came, not decoded: a name that comes twice has `multiValue`. */
function multiValues(pairs: string[]): Record<string, z.infer<typeof value>> {
  const found: Record<string, z.infer<typeof value>> = {};
  for (const pair of pairs) {
    if (pair === '') continue;
    const [name = '', text = ''] = pair.split(/=(.*)/s, 2);
    const standing = found[name];
    if (!standing) found[name] = { value: text };
    else standing.multiValue = [...(standing.multiValue ?? [{ value: standing.value }]), { value: text }];
  }
  return found;
}

/** The query string that a function's request object stands for. */
export function queryOf(querystring: z.infer<typeof changedRequest>['querystring']): string {
  if (typeof querystring === 'string') return querystring;
  return Object.entries(querystring)
    .flatMap(([name, one]) => (one.multiValue ?? [one]).map((each) => `${name}=${each.value}`))
    .join('&');
}

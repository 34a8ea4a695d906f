import * as z from 'zod';
import { type QueueIntegration, queueIntegration } from './queue-integration.ts';

/** A JWT authorizer as the API's OpenAPI document declares it. */
export interface Authorizer {
  issuer: string;
  audience: string[];
  /** `$request.header.<name>` or `$request.querystring.<name>`. */
  identitySource: string;
}

/** One route of an HTTP API. */
export interface Route {
  /** `GET /v1/media/{id}`, `ANY /{proxy+}` or `$default`, as the function sees it. */
  key: string;
  method: string;
  /** Path segments; empty for `$default`. */
  segments: string[];
  /** What is called: a function, or SQS, without a function on the way. */
  target: { functionArn: string } | { queue: QueueIntegration };
  authorizer?: Authorizer;
  /** One of them must be in the token; empty when none is asked for. */
  scopes: string[];
}

const integration = z.strictObject({
  type: z.literal('aws_proxy'),
  uri: z.string(),
  payloadFormatVersion: z.literal('2.0'),
  /** HTTP APIs call functions by POST whatever is written here. */
  httpMethod: z.string().optional(),
  connectionType: z.literal('INTERNET').optional(),
  timeoutInMillis: z.number().int().min(50).max(30_000).optional(),
});

const operation = z.object({
  'x-amazon-apigateway-integration': z.union([queueIntegration, integration]),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
});

const securityScheme = z.object({
  'x-amazon-apigateway-authorizer': z.strictObject({
    type: z.literal('jwt'),
    identitySource: z.string().regex(/^\$request\.(header|querystring)\.[\w-]+$/),
    jwtConfiguration: z.strictObject({ issuer: z.string(), audience: z.array(z.string()).default([]) }),
  }),
});

/** The part of an OpenAPI 3 document that shapes an HTTP API; what only documents (responses, schemas) passes by. */
export const openApiDocument = z.object({
  openapi: z.string().regex(/^3\./),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  components: z.object({ securitySchemes: z.record(z.string(), securityScheme).default({}) }).optional(),
  'x-amazon-apigateway-cors': z
    .strictObject({
      allowOrigins: z.array(z.string()).optional(),
      allowMethods: z.array(z.string()).optional(),
      allowHeaders: z.array(z.string()).optional(),
      exposeHeaders: z.array(z.string()).optional(),
      maxAge: z.number().optional(),
      allowCredentials: z.boolean().optional(),
    })
    .optional(),
});
export type OpenApiDocument = z.infer<typeof openApiDocument>;

const anyMethod = 'x-amazon-apigateway-any-method';
const methods = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options', anyMethod]);

/** Reads the routes, most specific first. @throws Error that names what the sandbox does not support */
export function readRoutes(document: OpenApiDocument): Route[] {
  const routes: Route[] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, value] of Object.entries(item)) {
      if (!methods.has(method)) continue;
      routes.push(readRoute(document, path, method, value));
    }
  }
  return routes.sort(bySpecificity);
}

function readRoute(document: OpenApiDocument, path: string, method: string, value: unknown): Route {
  const isDefault = path === '/$default' || path === '$default';
  const verb = method === anyMethod ? 'ANY' : method.toUpperCase();
  const key = isDefault ? '$default' : `${verb} ${path}`;
  const parsed = operation.safeParse(value);
  if (!parsed.success) throw new Error(`route ${key}: ${z.prettifyError(parsed.error)}`);
  const { 'x-amazon-apigateway-integration': target, security } = parsed.data;
  // NONE names no scheme: the route is open, and no default authorizer is put before it.
  const requirement = Object.entries(security?.[0] ?? {}).find(([name]) => name !== 'NONE');
  const route: Route = {
    key,
    method: isDefault ? 'ANY' : verb,
    segments: isDefault ? [] : path.split('/').slice(1),
    target: 'uri' in target ? { functionArn: functionArnOf(target.uri) } : { queue: target },
    scopes: requirement?.[1] ?? [],
  };
  if (requirement) {
    const scheme = document.components?.securitySchemes[requirement[0]]?.['x-amazon-apigateway-authorizer'];
    if (!scheme) throw new Error(`route ${key}: no JWT authorizer is named ${requirement[0]}`);
    route.authorizer = { ...scheme.jwtConfiguration, identitySource: scheme.identitySource };
  }
  return route;
}

/** A template writes the function's ARN bare, or wrapped in API Gateway's own invocation ARN. */
function functionArnOf(uri: string): string {
  return /\/functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

const kindOf = (segment: string): number => (/\{.+\+\}$/.test(segment) ? 2 : segment.startsWith('{') ? 1 : 0);

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation */
function bySpecificity(a: Route, b: Route): number {
  if (a.key === '$default' || b.key === '$default')
    return Number(a.key === '$default') - Number(b.key === '$default');
  for (let i = 0; i < Math.max(a.segments.length, b.segments.length); i++) {
    const difference = kindOf(a.segments[i] ?? '') - kindOf(b.segments[i] ?? '');
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

export interface Match {
  route: Route;
  /** Decoded; a greedy variable keeps its slashes. */
  pathParameters: Record<string, string>;
}

/** @param routes most specific first, as {@link readRoutes} gives them */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  const segments = path.split('/').slice(1);
  for (const route of routes) {
    if (route.method !== 'ANY' && route.method !== method) continue;
    if (route.key === '$default') return { route, pathParameters: {} };
    const pathParameters = matchSegments(route.segments, segments);
    if (pathParameters) return { route, pathParameters };
  }
  return undefined;
}

function matchSegments(pattern: string[], segments: string[]): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i];
    if (segment === undefined) return undefined;
    if (kindOf(part) === 2) {
      found[part.slice(1, -2)] = decode(segments.slice(i).join('/'));
      return found;
    }
    if (kindOf(part) === 1) {
      if (segment === '') return undefined;
      found[part.slice(1, -1)] = decode(segment);
    } else if (part !== segment) return undefined;
  }
  return pattern.length === segments.length ? found : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

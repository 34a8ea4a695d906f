// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its variables like this
import * as z from 'zod';
import { mapping, value } from '../sections.ts';
import type { Mapping, Value } from '../value.ts';
import { addResource, defined, type Expansion, parsePart } from './expansion.ts';
import { withGlobals } from './globals.ts';

export interface Route {
  /** `$default` for the default route. */
  path: string;
  /** Lower case; `any` for all. */
  method: string;
  functionArn: Value;
  /** Name of an authorizer of the API, or `NONE`. */
  authorizer: string | undefined;
  scopes: string[] | undefined;
  timeoutMs: number | undefined;
  settings: Mapping | undefined;
  place: string;
}

/** One HTTP API that collects the routes of the template's functions. */
export interface HttpApi {
  /** @returns false when the route is taken already */
  add(route: Route): boolean;
}

export interface HttpApis {
  get(logicalId: string): HttpApi | undefined;
  /** The API of events that name none, made on demand as SAM does. @returns its logical id */
  implicit(): string;
  declare(logicalId: string, source: Mapping, dependsOn: string[]): void;
  /** Turns every API with its routes into resources. */
  finish(): void;
}

const authorizer = z.strictObject({
  JwtConfiguration: z.strictObject({ issuer: value, audience: value.optional() }),
  IdentitySource: z.string(),
  AuthorizationScopes: z.array(z.string()).optional(),
});

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html */
const httpApiProperties = z.strictObject({
  Name: value.optional(),
  Description: value.optional(),
  StageName: z.string().optional(),
  Auth: z
    .strictObject({
      DefaultAuthorizer: z.string().optional(),
      Authorizers: z.record(z.string(), authorizer).default({}),
    })
    .optional(),
  CorsConfiguration: z
    .strictObject({
      AllowOrigins: value.optional(),
      AllowMethods: value.optional(),
      AllowHeaders: value.optional(),
      ExposeHeaders: value.optional(),
      MaxAge: value.optional(),
      AllowCredentials: value.optional(),
    })
    .optional(),
  AccessLogSettings: value.optional(),
  DefaultRouteSettings: value.optional(),
  RouteSettings: mapping.optional(),
  StageVariables: value.optional(),
  Tags: mapping.optional(),
  PropagateTags: z.unknown().optional(),
  /** Routes that call no function; those of the template's functions come beside them. */
  DefinitionBody: z
    .strictObject({
      openapi: z.string().regex(/^3\.0/),
      info: mapping,
      paths: z.record(z.string(), z.record(z.string(), mapping)).default({}),
    })
    .optional(),
  /** Accepted without effect: the API is reached under every address that the sandbox gives it. */
  DisableExecuteApiEndpoint: z.unknown().optional(),
  /** Accepted without effect: what the sandbox cannot do stops the start anyway. */
  FailOnWarnings: z.unknown().optional(),
});
type HttpApiProperties = z.infer<typeof httpApiProperties>;

const implicitId = 'ServerlessHttpApi';

export function makeHttpApis(expansion: Expansion, globals: Mapping): HttpApis {
  const apis = new Map<string, { properties: HttpApiProperties; routes: Route[]; dependsOn: string[] }>();

  const declare: HttpApis['declare'] = (logicalId, source, dependsOn) => {
    const properties = parsePart(
      httpApiProperties,
      source,
      `Resources.${logicalId}.Properties`,
      expansion.report,
    );
    apis.set(logicalId, { properties: properties ?? {}, routes: [], dependsOn });
    const stageName = properties?.StageName ?? '$default';
    expansion.renamed.set(`${logicalId}.Stage`, stageLogicalId(logicalId, stageName));
  };

  return {
    declare,
    implicit() {
      if (!apis.has(implicitId))
        declare(implicitId, withGlobals('AWS::Serverless::HttpApi', {}, globals), []);
      return implicitId;
    },
    get(logicalId) {
      const api = apis.get(logicalId);
      return (
        api && {
          add(route) {
            const { path, method, place } = route;
            const taken =
              api.properties.DefinitionBody?.paths[path]?.[method] !== undefined ||
              api.routes.some((other) => other.path === path && other.method === method);
            if (taken)
              expansion.report(place, `${logicalId} has the route ${method.toUpperCase()} ${path} already.`);
            else api.routes.push(route);
            return !taken;
          },
        }
      );
    },
    finish() {
      for (const [logicalId, { properties, routes, dependsOn }] of apis) {
        addApi(expansion, logicalId, properties, routes, dependsOn);
      }
    },
  };
}

const stageLogicalId = (apiId: string, stageName: string): string =>
  stageName === '$default'
    ? `${apiId}ApiGatewayDefaultStage`
    : `${apiId}${stageName.replace(/\W/g, '')}Stage`;

function addApi(
  expansion: Expansion,
  logicalId: string,
  properties: HttpApiProperties,
  routes: Route[],
  dependsOn: string[],
): void {
  const { Auth, CorsConfiguration: cors } = properties;
  const paths: Record<string, Mapping> = {};
  for (const [path, methods] of Object.entries(properties.DefinitionBody?.paths ?? {})) {
    const operations = Object.entries(methods).map(([method, operation]) => [
      method,
      { ...operation, ...defaultSecurity(operation, Auth) },
    ]);
    paths[path] = Object.fromEntries(operations);
  }
  for (const route of routes) {
    const method = route.method === 'any' ? 'x-amazon-apigateway-any-method' : route.method;
    const path = paths[route.path] ?? {};
    path[method] = operation(expansion, route, Auth);
    paths[route.path] = path;
  }
  const schemes = Object.entries(Auth?.Authorizers ?? {}).map(
    ([name, { JwtConfiguration: jwt, IdentitySource }]) => [
      name,
      {
        type: 'oauth2',
        'x-amazon-apigateway-authorizer': {
          type: 'jwt',
          jwtConfiguration: defined({ issuer: jwt.issuer, audience: jwt.audience }),
          identitySource: IdentitySource,
        },
      },
    ],
  );
  addResource(
    expansion,
    logicalId,
    'AWS::ApiGatewayV2::Api',
    {
      Body: defined({
        openapi: '3.0.1',
        info:
          properties.DefinitionBody?.info ??
          defined({
            version: '1.0',
            title: properties.Name ?? { Ref: 'AWS::StackName' },
            description: properties.Description,
          }),
        paths,
        components: schemes.length > 0 ? { securitySchemes: Object.fromEntries(schemes) } : undefined,
        'x-amazon-apigateway-cors':
          cors &&
          defined({
            allowOrigins: cors.AllowOrigins,
            allowMethods: cors.AllowMethods,
            allowHeaders: cors.AllowHeaders,
            exposeHeaders: cors.ExposeHeaders,
            maxAge: cors.MaxAge,
            allowCredentials: cors.AllowCredentials,
          }),
      }),
    },
    dependsOn,
  );
  const stageName = properties.StageName ?? '$default';
  const settings = { ...properties.RouteSettings };
  for (const { method, path, settings: own } of routes) {
    if (own) settings[path === '$default' ? path : `${method.toUpperCase()} ${path}`] = own;
  }
  addResource(expansion, stageLogicalId(logicalId, stageName), 'AWS::ApiGatewayV2::Stage', {
    ApiId: { Ref: logicalId },
    StageName: stageName,
    AutoDeploy: true,
    AccessLogSettings: properties.AccessLogSettings,
    DefaultRouteSettings: properties.DefaultRouteSettings,
    RouteSettings: Object.keys(settings).length > 0 ? settings : undefined,
    StageVariables: properties.StageVariables,
    Tags: { 'httpapi:createdBy': 'SAM', ...properties.Tags },
  });
}

/** As SAM does it: a default authorizer stands before what says nothing, or an empty list; `[{ NONE: [] }]` keeps it away. */
function defaultSecurity({ security }: Mapping, auth: HttpApiProperties['Auth']): Mapping {
  const name = auth?.DefaultAuthorizer;
  const said = Array.isArray(security) && security.length > 0;
  return name === undefined || said ? {} : { security: [{ [name]: [] }] };
}

function operation(expansion: Expansion, route: Route, auth: HttpApiProperties['Auth']): Mapping {
  const name = route.authorizer ?? auth?.DefaultAuthorizer;
  if (route.authorizer === 'NONE' && auth?.DefaultAuthorizer === undefined) {
    expansion.report(`${route.place}.Auth`, 'Authorizer NONE is only for an API with a DefaultAuthorizer.');
  }
  const used = name === undefined || name === 'NONE' ? undefined : name;
  const declared = used === undefined ? undefined : auth?.Authorizers[used];
  if (used !== undefined && !declared)
    expansion.report(`${route.place}.Auth`, `the API has no authorizer ${used}.`);
  return defined({
    'x-amazon-apigateway-integration': defined({
      type: 'aws_proxy',
      httpMethod: 'POST',
      payloadFormatVersion: '2.0',
      uri: {
        'Fn::Sub': [
          'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__Function__}/invocations',
          { __Function__: route.functionArn },
        ],
      },
      timeoutInMillis: route.timeoutMs,
    }),
    // A route without `security` is open. SAM writes `NONE` there, which names no scheme and means the same.
    security:
      used === undefined ? undefined : [{ [used]: route.scopes ?? declared?.AuthorizationScopes ?? [] }],
    responses: {},
  });
}

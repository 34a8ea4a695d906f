import { createHash } from 'node:crypto';
import * as z from 'zod';
import { identityOf, type ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { type OpenApiDocument, openApiDocument, type Route, readRoutes } from './routes.ts';

interface RouteSettings {
  ThrottlingBurstLimit?: number | undefined;
  ThrottlingRateLimit?: number | undefined;
}

export interface Stage {
  name: string;
  defaults: RouteSettings;
  perRoute: Record<string, RouteSettings>;
  accessLog?: { logGroup: string; format: string };
  /** Functions get them with each request; they change without a deployment of the API. */
  variables?: Record<string, string>;
}

/** An HTTP API as the template made it. */
export interface HttpApi {
  id: string;
  /** `<id>.execute-api.<region>.amazonaws.com`: names the API, nothing listens there. */
  domainName: string;
  routes: Route[];
  cors: OpenApiDocument['x-amazon-apigateway-cors'];
  stages: Map<string, Stage>;
}

const tags = z.unknown().optional();

const apiProperties = z.strictObject({
  Body: openApiDocument,
  Name: z.string().optional(),
  Description: z.string().optional(),
  ProtocolType: z.literal('HTTP').optional(),
  /** The template is checked here already; a warning of the importer has no counterpart. */
  FailOnWarnings: z.boolean().optional(),
  /** The sandbox has no default endpoint to switch off: the API is reached through the distribution. */
  DisableExecuteApiEndpoint: z.boolean().optional(),
  Tags: tags,
});

const routeSettings = z.strictObject({
  ThrottlingBurstLimit: z.number().optional(),
  ThrottlingRateLimit: z.number().optional(),
  /** Adds CloudWatch metrics, of which the sandbox keeps none. */
  DetailedMetricsEnabled: z.boolean().optional(),
});

const stageProperties = z.strictObject({
  ApiId: z.string(),
  StageName: z.string(),
  Description: z.string().optional(),
  /** Every start deploys the template as it stands. */
  AutoDeploy: z.boolean().optional(),
  DefaultRouteSettings: routeSettings.optional(),
  RouteSettings: z.record(z.string(), routeSettings).optional(),
  AccessLogSettings: z.strictObject({ DestinationArn: z.string(), Format: z.string() }).optional(),
  /** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html */
  StageVariables: z
    .record(
      z.string().regex(/^\w+$/),
      z
        .string()
        .regex(/^[\w.~:/?#&=,-]+$/, 'must not be empty, and has letters, digits and -._~:/?#&=, only'),
    )
    .optional(),
  Tags: tags,
});

/** Ten characters that stay the same at every start. */
function apiIdOf(identity: string): string {
  const digest = createHash('sha256').update(identity).digest();
  return [...digest.subarray(0, 10)].map((byte) => (byte % 36).toString(36)).join('');
}

/** `AWS::ApiGatewayV2::Api` and `::Stage`, which fill `apis`. */
export function apiResources(world: World, apis: Map<string, HttpApi>): ResourceProvider[] {
  const api: ResourceProvider<z.infer<typeof apiProperties>> = {
    type: 'AWS::ApiGatewayV2::Api',
    properties: apiProperties,
    apply({ properties, ...request }) {
      const id = apiIdOf(identityOf(request));
      const domainName = `${id}.execute-api.${world.region}.amazonaws.com`;
      apis.set(id, {
        id,
        domainName,
        routes: readRoutes(properties.Body),
        cors: properties.Body['x-amazon-apigateway-cors'],
        stages: apis.get(id)?.stages ?? new Map(),
      });
      return { ref: id, attributes: { ApiId: id, ApiEndpoint: `https://${domainName}` } };
    },
    remove: ({ ref }) => void apis.delete(ref),
  };
  const stage: ResourceProvider<z.infer<typeof stageProperties>> = {
    type: 'AWS::ApiGatewayV2::Stage',
    properties: stageProperties,
    apply({ properties }) {
      const owner = apis.get(properties.ApiId);
      if (!owner) throw new Error(`stage ${properties.StageName}: there is no HTTP API ${properties.ApiId}`);
      const log = properties.AccessLogSettings;
      owner.stages.set(properties.StageName, {
        name: properties.StageName,
        defaults: properties.DefaultRouteSettings ?? {},
        perRoute: properties.RouteSettings ?? {},
        ...(properties.StageVariables && { variables: properties.StageVariables }),
        ...(log && {
          accessLog: {
            logGroup: log.DestinationArn.replace(/^.*:log-group:/, '').replace(/:\*$/, ''),
            format: log.Format,
          },
        }),
      });
      return { ref: properties.StageName, attributes: {} };
    },
    remove: ({ ref, properties: { ApiId } }) => void apis.get(String(ApiId))?.stages.delete(ref),
  };
  return [api, stage];
}

import * as z from 'zod';
import { mapping, value } from '../sections.ts';
import type { Mapping } from '../value.ts';
import { parsePart, referredTo } from './expansion.ts';
import type { FunctionContext } from './function-context.ts';
import { addPermission } from './permission.ts';

const httpApiEvent = z.strictObject({
  Path: z.string().optional(),
  Method: z.string().optional(),
  ApiId: value.optional(),
  Auth: z
    .strictObject({ Authorizer: z.string().optional(), AuthorizationScopes: z.array(z.string()).optional() })
    .optional(),
  PayloadFormatVersion: z.literal('2.0', { error: 'only payload format 2.0 is supported' }).optional(),
  RouteSettings: mapping.optional(),
  TimeoutInMillis: z.coerce.number().optional(),
});

/** HttpApi: a route of an HTTP API; without Path and Method the API's `$default` route. */
export function addHttpRoute(context: FunctionContext, name: string, source: Mapping, place: string): void {
  const { expansion, apis, logicalId, targetArn } = context;
  const event = parsePart(httpApiEvent, source, place, expansion.report);
  if (!event) return;
  const apiId = event.ApiId === undefined ? apis.implicit() : referredTo(event.ApiId);
  const api = apiId === undefined ? undefined : apis.get(apiId);
  if (!api || apiId === undefined) {
    expansion.report(`${place}.ApiId`, 'must be a !Ref to an AWS::Serverless::HttpApi of the same template.');
    return;
  }
  if ((event.Path === undefined) !== (event.Method === undefined)) {
    expansion.report(place, 'Path and Method are given together, or neither for the default route.');
    return;
  }
  const route = {
    path: event.Path ?? '$default',
    method: event.Method?.toLowerCase() ?? 'any',
    functionArn: targetArn,
    authorizer: event.Auth?.Authorizer,
    scopes: event.Auth?.AuthorizationScopes,
    timeoutMs: event.TimeoutInMillis,
    settings: event.RouteSettings,
    place,
  };
  if (!api.add(route)) return;
  const verb = route.method === 'any' ? '*' : route.method.toUpperCase();
  const called = event.Path === undefined ? '*' : `${verb}${event.Path.replace(/\{[^}]*\}/g, '*')}`;
  addPermission(context, `${logicalId}${name}Permission`, 'apigateway.amazonaws.com', {
    SourceArn: {
      'Fn::Sub': [
        `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/*/${called}`,
        { __ApiId__: { Ref: apiId } },
      ],
    },
  });
}

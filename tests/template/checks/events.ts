import { api } from '@shutterbus/contracts/api';
import { catalogue } from '@shutterbus/contracts/catalogue';
import { pages } from '@shutterbus/contracts/pages';
import type { Value } from '@shutterbus/sandbox/template/value';
import type { EventReader } from '../../../scripts/lib/event-readers.ts';
import { functionBehind } from '../functions.ts';
import { ofType, type Stack, type Stacks } from '../templates.ts';
import { at, keys, mappings, named, textOf, texts } from '../values.ts';

/** Said for whoever comes later, an analyst first of all: no service needs them today. */
export const withoutReader = [
  'MediaUpdated',
  'MediaUnliked',
  'CommentDeleted',
  'NotificationSent',
  'NotificationFailed',
];

/**
 * Rules for events that nobody says; a rule may wait for several services, each with events of its own. The catch-all rule and
 * S3's own events are no concern of the catalogue.
 */
export function unknownEvents(stack: Stack): string[] {
  return ofType(stack, 'AWS::Events::Rule').flatMap(([id, rule]) => {
    const types = texts(at(rule, 'EventPattern', 'detail-type'));
    const sources = texts(at(rule, 'EventPattern', 'source')).filter((one) => one.startsWith('shutterbus.'));
    if (sources.length === 0) return [];
    const known = catalogue.filter((event) => sources.includes(event.source));
    return [
      ...types.filter((type) => !known.some(({ detailType }) => detailType === type)),
      ...sources.filter(
        (source) => !known.some((one) => one.source === source && types.includes(one.detailType)),
      ),
    ].map((name) => `${id} waits for ${name} of ${sources.join(', ')}, which is not in the catalogue`);
  });
}

/** Events that nobody reads and that are not named as such, and the reverse. */
export function unreadEvents(stacks: Stacks): string[] {
  const read = Object.values(stacks)
    .flatMap((stack) => ofType(stack, 'AWS::Events::Rule'))
    .flatMap(([, rule]) => texts(at(rule, 'EventPattern', 'detail-type')));
  return catalogue.flatMap(({ detailType }) =>
    read.includes(detailType) === withoutReader.includes(detailType)
      ? [`${detailType} ${read.includes(detailType) ? 'has a reader after all' : 'has no reader'}`]
      : [],
  );
}

/**
 * Functions to which a rule brings events of ours, straight or through a queue, and that the list of readers lacks; and rules that bring
 * a version that ends beside the one that says the same.
 */
export function unlistedReaders(stacks: Stacks, readers: readonly EventReader[]): string[] {
  return Object.entries(stacks).flatMap(([service, stack]) =>
    ofType(stack, 'AWS::Events::Rule').flatMap(([id, rule]) => {
      const sources = texts(at(rule, 'EventPattern', 'source'));
      const types = texts(at(rule, 'EventPattern', 'detail-type'));
      const told = catalogue.filter((one) => sources.includes(one.source) && types.includes(one.detailType));
      const functions = mappings(rule.Targets).flatMap(({ Arn }) => functionsFed(stack, named(Arn)));
      const isNamed = at(rule, 'EventPattern', 'detail', 'metadata', 'version') !== undefined;
      return [
        ...functions.flatMap((fn) =>
          told
            .filter(({ deprecated }) => isNamed || !deprecated)
            .map(({ detailType }) => detailType)
            .filter((type) => !reads(readers, service, fn, type))
            .map((type) => `${service} ${fn} gets ${type} by ${id} and is not in the list`),
        ),
        ...(isNamed ? [] : told.filter(({ deprecated }) => deprecated)).map(
          ({ detailType, version }) =>
            `${id} gets version ${version} of ${detailType}, which says what another says`,
        ),
      ];
    }),
  );
}

const reads = (readers: readonly EventReader[], service: string, fn: string, type: string): boolean =>
  readers.some(
    (one) =>
      one.service === service &&
      one.functionName === fn &&
      one.definitions.some(({ detailType }) => detailType === type),
  );

/** The function itself, or those that a queue feeds. */
function functionsFed(stack: Stack, target: string | undefined): string[] {
  const fn = functionBehind(stack, target);
  if (fn !== undefined) return [fn];
  return ofType(stack, 'AWS::Lambda::EventSourceMapping').flatMap(([, mapping]) =>
    named(mapping.EventSourceArn) === target
      ? (functionBehind(stack, named(mapping.FunctionName)) ?? [])
      : [],
  );
}

/** Routes that the template and the contracts do not agree on, their authorizer included. */
export function wrongRoutes(service: string, stack: Stack): string[] {
  const promised = [
    ...(api[service] ?? []).map(({ method, path, auth }) => `${method} ${path} ${auth}`),
    ...(pages[service] ?? []).flatMap((path) => [`GET ${path} none`, `HEAD ${path} none`]),
  ];
  const made = ofType(stack, 'AWS::ApiGatewayV2::Api').flatMap(([, properties]) => {
    const paths = at(properties, 'Body', 'paths');
    return keys(paths).flatMap((path) =>
      keys(at(paths, path)).map((method) => {
        const operation = at(paths, path, method);
        // SAM writes NONE where the sandbox writes nothing.
        const security = at(operation, 'security', 0);
        const open = security === undefined || at(security, 'NONE') !== undefined;
        return `${method.toUpperCase()} ${path} ${open ? 'none' : 'user'}`;
      }),
    );
  });
  return [
    ...promised.filter((route) => !made.includes(route)).map((route) => `no template has ${route}`),
    ...made.filter((route) => !promised.includes(route)).map((route) => `no contract has ${route}`),
  ];
}

const writing = ['post', 'put', 'patch', 'delete'];
/** Routes that only read, and cost money nevertheless: the links that this one signs are downloads that we pay for. */
const costly = ['GET /v1/thumbnails/links'];

/** Routes that write or cost money, and take as much as any other. */
export function unboundedRoutes(stack: Stack): string[] {
  const paths = ofType(stack, 'AWS::ApiGatewayV2::Api').map(([, api]) => at(api, 'Body', 'paths'));
  return ofType(stack, 'AWS::ApiGatewayV2::Stage').flatMap(([, stage]) => {
    const isLower = (own: Value | undefined): boolean =>
      ['ThrottlingRateLimit', 'ThrottlingBurstLimit'].every(
        (limit) => Number(at(own, limit)) < Number(at(stage.DefaultRouteSettings, limit)),
      );
    return paths
      .flatMap((path) => keys(path).flatMap((name) => keys(at(path, name)).map((method) => [method, name])))
      .filter(([method = '', name]) => writing.includes(method) || costly.includes(routeKey(method, name)))
      .map(([method, name]) => routeKey(method, name))
      .filter((route) => !isLower(at(stage.RouteSettings, route)))
      .map((route) => `${route} has no lower limit than the others`);
  });
}
const routeKey = (method = '', path = ''): string => `${method.toUpperCase()} ${path}`;

/** APIs without an access log that is deleted some day, without a limit, or that take what came round the distribution. */
export function openApis(stack: Stack): string[] {
  return ofType(stack, 'AWS::ApiGatewayV2::Stage').flatMap(([id, stage]) => [
    ...(at(stage, 'AccessLogSettings', 'DestinationArn') === undefined ? [`${id} has no access log`] : []),
    ...(at(stage, 'DefaultRouteSettings', 'ThrottlingRateLimit') === undefined ? [`${id} has no limit`] : []),
    ...(at(stage, 'StageVariables', 'frontDoorKeyDigests') === undefined ? [`${id} asks for no key`] : []),
    ...(/sourceIp|userAgent|authorizer/.test(textOf(at(stage, 'AccessLogSettings', 'Format')))
      ? [`${id} logs who asks`]
      : []),
  ]);
}

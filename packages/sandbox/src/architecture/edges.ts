import type { ResourceRecord } from '../stack/stack-records.ts';
import { isMapping, scalarText, type Value } from '../template/value.ts';
import type { EdgeKind, GraphEdge } from './graph.ts';
import { at, exitsOf, mappingsOf, textsOf } from './nodes.ts';

/** Finds the node that an ARN, an address or a name in a property leads to. */
export type Find = (reference: string | undefined) => string | undefined;

type EdgesOf = (self: string, resource: ResourceRecord, find: Find) => (GraphEdge | undefined)[];

const edge = (
  kind: EdgeKind,
  from: string | undefined,
  to: string | undefined,
  ...labels: string[]
): GraphEdge | undefined => (from !== undefined && to !== undefined ? { from, to, kind, labels } : undefined);

/** What each type of resource says about who calls whom. */
const edgesOf: Readonly<Record<string, EdgesOf>> = {
  'AWS::CloudFront::Distribution': (self, { properties }, find) => {
    const config = at(properties, 'DistributionConfig');
    const origins = mappingsOf(at(config, 'Origins'));
    const behaviours = [
      { ...mappingsOf(at(config, 'DefaultCacheBehavior'))[0], PathPattern: '/*' },
      ...mappingsOf(at(config, 'CacheBehaviors')),
    ];
    return behaviours.map((behaviour) => {
      const origin = origins.find(({ Id }) => Id === at(behaviour, 'TargetOriginId'));
      const to = find(scalarText(origin?.DomainName ?? ''));
      return edge('calls', self, to, ...textsOf(behaviour.PathPattern));
    });
  },
  'AWS::ApiGatewayV2::Api': (self, { properties }, find) => {
    const paths = at(properties, 'Body', 'paths');
    return Object.entries(isMapping(paths) ? paths : {}).flatMap(([path, methods]) =>
      Object.entries(isMapping(methods) ? methods : {}).map(([method, operation]) => {
        const { uri } = mappingsOf(at(operation, 'x-amazon-apigateway-integration'))[0] ?? {};
        return edge('calls', self, find(functionIn(uri)), `${method.toUpperCase()} ${path}`);
      }),
    );
  },
  'AWS::Cognito::UserPool': (self, { properties }, find) => {
    const triggers = at(properties, 'LambdaConfig');
    return Object.entries(isMapping(triggers) ? triggers : {}).map(([trigger, arn]) =>
      edge('calls', self, find(functionIn(arn)), trigger),
    );
  },
  'AWS::Events::Rule': (self, { properties }, find) => [
    properties.ScheduleExpression === undefined
      ? edge('hands-over', find(scalarText(properties.EventBusName ?? 'default')), self)
      : undefined,
    ...mappingsOf(properties.Targets).flatMap(({ Arn }) =>
      textsOf(Arn).map((arn) => edge('hands-over', self, find(functionIn(arn) ?? arn))),
    ),
  ],
  'AWS::Events::Archive': (self, { properties }, find) => [
    edge('writes', find(scalarText(properties.SourceArn ?? '')), self),
  ],
  'AWS::Lambda::EventSourceMapping': (_, { properties }, find) => {
    const arn = scalarText(properties.EventSourceArn ?? '');
    return [edge('hands-over', find(tableOf(arn)), find(functionIn(properties.FunctionName)))];
  },
  'AWS::S3::Bucket': (self, { properties }, find) => {
    const configuration = at(properties, 'NotificationConfiguration');
    const targets = ['LambdaConfigurations', 'QueueConfigurations', 'TopicConfigurations'].flatMap((list) =>
      mappingsOf(at(configuration, list)),
    );
    return [
      at(configuration, 'EventBridgeConfiguration') === undefined
        ? undefined
        : edge('hands-over', self, find('default'), 'Object Created'),
      ...targets.map(({ Function: called, Queue, Topic, Event }) =>
        edge('hands-over', self, find(textsOf(called ?? Queue ?? Topic)[0]), ...textsOf(Event)),
      ),
    ];
  },
  'AWS::SNS::Subscription': (_, { properties }, find) => [
    edge('hands-over', find(textsOf(properties.TopicArn)[0]), find(textsOf(properties.Endpoint)[0])),
  ],
};

/** Edges that a resource stands for, and the exits that it names. `owner`: the node that it belongs to. */
export function edgesFrom(owner: string | undefined, resource: ResourceRecord, find: Find): GraphEdge[] {
  const own = owner === undefined ? undefined : edgesOf[resource.type]?.(owner, resource, find);
  const exits = exitsOf(resource).map((arn) => edge('fails', owner, find(arn)));
  return [...(own ?? []), ...exits].filter((found) => found !== undefined);
}

const reading = /^(dynamodb:(BatchGet|Get|Query|Scan)|s3:Get|cognito-idp:(AdminGet|List)|ssm:Get)/;
const writing =
  /^(dynamodb:(BatchWrite|Delete|Put|Update)|s3:(Put|Delete)|cognito-idp:Admin(?!Get)|sqs:SendMessage|sns:Publish|events:PutEvents|ses:Send)/;

/** What a role lets its function do with what is drawn; how it gets its work and what it logs is no part of it. */
export function edgesOfRole(caller: string, role: ResourceRecord, find: Find): GraphEdge[] {
  const statements = mappingsOf(role.properties.Policies).flatMap((policy) =>
    mappingsOf(at(policy, 'PolicyDocument', 'Statement')),
  );
  return statements.flatMap(({ Effect, Action, Resource, Condition }) => {
    if (Effect !== 'Allow') return [];
    const actions = textsOf(Action);
    const speaksFor = textsOf(at(Condition, 'StringEquals', 'events:source'));
    const found = (kind: EdgeKind, wanted: RegExp): (GraphEdge | undefined)[] =>
      actions.some((action) => wanted.test(action))
        ? textsOf(Resource).map((arn) => edge(kind, caller, find(tableOf(arn)), ...speaksFor))
        : [];
    return [...found('reads', reading), ...found('writes', writing)].filter((one) => one !== undefined);
  });
}

/** The ARN of a function in an alias' or version's, or in the address of an integration. */
function functionIn(value: Value | undefined): string | undefined {
  const text = scalarText(value ?? '') ?? '';
  return (
    /arn:aws:lambda:[^:]+:\d+:function:[\w-]+/.exec(text)?.[0] ?? (text.includes(':') ? undefined : text)
  );
}

/** Streams and indexes belong to a table, objects to a bucket. */
function tableOf(arn: string | undefined): string | undefined {
  return arn
    ?.replace(/^(arn:aws:dynamodb:[^/]+\/[^/]+)\/.*$/, '$1')
    .replace(/^(arn:aws:s3:::[^/]+)\/.*$/, '$1');
}

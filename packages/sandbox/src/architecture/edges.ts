import type { ResourceRecord } from '../stack/stack-records.ts';
import { at, isMapping, mappings, scalarText, texts, type Value } from '../template/value.ts';
import type { EdgeKind, GraphEdge } from './graph.ts';
import { exitsOf } from './nodes.ts';

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
    const origins = mappings(at(config, 'Origins'));
    const behaviours = [
      { ...mappings(at(config, 'DefaultCacheBehavior'))[0], PathPattern: '/*' },
      ...mappings(at(config, 'CacheBehaviors')),
    ];
    return behaviours.map((behaviour) => {
      const origin = origins.find(({ Id }) => Id === at(behaviour, 'TargetOriginId'));
      const to = find(scalarText(origin?.DomainName ?? ''));
      return edge('calls', self, to, ...texts(behaviour.PathPattern));
    });
  },
  'AWS::ApiGatewayV2::Api': (self, { properties }, find) => {
    const paths = at(properties, 'Body', 'paths');
    return Object.entries(isMapping(paths) ? paths : {}).flatMap(([path, methods]) =>
      Object.entries(isMapping(methods) ? methods : {}).map(([method, operation]) => {
        const { uri, requestParameters } =
          mappings(at(operation, 'x-amazon-apigateway-integration'))[0] ?? {};
        const target = uri ?? at(requestParameters, 'QueueUrl') ?? '';
        return edge('calls', self, find(scalarText(target)), `${method.toUpperCase()} ${path}`);
      }),
    );
  },
  'AWS::Cognito::UserPool': (self, { properties }, find) => {
    const triggers = at(properties, 'LambdaConfig');
    return Object.entries(isMapping(triggers) ? triggers : {}).map(([trigger, arn]) =>
      edge('calls', self, find(scalarText(arn)), trigger),
    );
  },
  'AWS::Events::Rule': (self, { properties }, find) => [
    properties.ScheduleExpression === undefined
      ? edge('hands-over', find(scalarText(properties.EventBusName ?? 'default')), self)
      : undefined,
    ...mappings(properties.Targets).flatMap(({ Arn }) =>
      texts(Arn).map((arn) => edge('hands-over', self, find(arn))),
    ),
  ],
  'AWS::Events::Archive': (self, { properties }, find) => [
    edge('writes', find(scalarText(properties.SourceArn ?? '')), self),
  ],
  'AWS::Lambda::EventSourceMapping': (_, { properties }, find) => {
    const source = find(scalarText(properties.EventSourceArn ?? ''));
    return [edge('hands-over', source, find(scalarText(properties.FunctionName ?? '')))];
  },
  'AWS::S3::Bucket': (self, { properties }, find) => {
    const configuration = at(properties, 'NotificationConfiguration');
    const targets = ['LambdaConfigurations', 'QueueConfigurations', 'TopicConfigurations'].flatMap((list) =>
      mappings(at(configuration, list)),
    );
    return [
      at(configuration, 'EventBridgeConfiguration') === undefined
        ? undefined
        : edge('hands-over', self, find('default'), 'Object Created'),
      ...targets.map(({ Function: called, Queue, Topic, Event }) =>
        edge('hands-over', self, find(texts(called ?? Queue ?? Topic)[0]), ...texts(Event)),
      ),
    ];
  },
  'AWS::SNS::Subscription': (_, { properties }, find) => [
    edge('hands-over', find(texts(properties.TopicArn)[0]), find(texts(properties.Endpoint)[0])),
  ],
};

/** Edges that a resource stands for, and the exits that it names. `owner`: the node that it belongs to. */
export function edgesFrom(owner: string | undefined, resource: ResourceRecord, find: Find): GraphEdge[] {
  const own = owner === undefined ? undefined : edgesOf[resource.type]?.(owner, resource, find);
  const exits = exitsOf(resource).map((arn) => edge('fails', owner, find(arn)));
  return [...(own ?? []), ...exits].filter((found) => found !== undefined);
}

const reading = /^(dynamodb:(BatchGet|Get|Query|Scan)|s3:Get|cognito-idp:(AdminGet|List))/;
const writing =
  /^(dynamodb:(BatchWrite|Delete|Put|Update)|s3:(Put|Delete)|cognito-idp:Admin(?!Get)|sqs:SendMessage|sns:Publish|events:PutEvents|ses:Send)/;

/** What policies let a function do with what is drawn; how it gets its work and what it logs is no part of it. */
export function edgesOfPolicies(
  caller: string,
  documents: readonly (Value | undefined)[],
  find: Find,
): GraphEdge[] {
  const statements = documents.flatMap((document) => mappings(at(document, 'Statement')));
  return statements.flatMap(({ Effect, Action, Resource, Condition }) => {
    if (Effect !== 'Allow') return [];
    const actions = texts(Action);
    const speaksFor = texts(at(Condition, 'StringEquals', 'events:source'));
    const found = (kind: EdgeKind, wanted: RegExp): (GraphEdge | undefined)[] =>
      actions.some((action) => wanted.test(action))
        ? texts(Resource).map((arn) => edge(kind, caller, find(arn), ...speaksFor))
        : [];
    return [...found('reads', reading), ...found('writes', writing)].filter((one) => one !== undefined);
  });
}

import type { ResourceRecord, StackRecord } from '../stack/stack-records.ts';
import type { Mapping } from '../template/value.ts';
import { architectureOf } from './architecture.ts';
import { drawMermaid } from './draw-mermaid.ts';
import { drawSvg } from './draw-svg.ts';
import type { Graph } from './graph.ts';
import { groupsOf, overview, viewOf } from './views.ts';

const functionArn = (name: string): string => `arn:aws:lambda:eu-central-2:000000000000:function:${name}`;
const queueArn = (name: string): string => `arn:aws:sqs:eu-central-2:000000000000:${name}`;
const busArn = 'arn:aws:events:eu-central-2:000000000000:event-bus/shop';
const tableArn = 'arn:aws:dynamodb:eu-central-2:000000000000:table/orders';

function resource(
  logicalId: string,
  type: string,
  properties: Mapping = {},
  attributes: Record<string, string> = {},
  physicalId = logicalId,
): ResourceRecord {
  return { logicalId, physicalId, type, properties, attributes, madeAt: 0, reason: undefined };
}
const lambda = (name: string): ResourceRecord =>
  resource(name, 'AWS::Lambda::Function', { Role: `role/${name}` }, { Arn: functionArn(name) });
const role = (name: string, ...statements: Mapping[]): ResourceRecord =>
  resource(
    `${name}Role`,
    'AWS::IAM::Role',
    { Policies: [{ PolicyDocument: { Statement: statements } }] },
    { Arn: `role/${name}` },
  );
const stack = (stackName: string, ...resources: ResourceRecord[]): StackRecord => ({
  ...{ stackName, stackId: `stack/${stackName}`, description: undefined, parentId: undefined },
  ...{ parameters: {}, outputs: [], resources, startedAt: 0, finishedAt: 0 },
});

const integration = (name: string) => ({
  'x-amazon-apigateway-integration': {
    uri: `arn:aws:apigateway:eu-central-2:lambda:path/2015-03-31/functions/${functionArn(name)}:live/invocations`,
  },
});

const stacks = [
  stack(
    'shop',
    resource('Bus', 'AWS::Events::EventBus', { Name: 'shop' }, { Arn: busArn }, 'shop'),
    resource('Orders', 'AWS::CloudFormation::Stack', {}, {}, 'stack/shop-Orders'),
    resource('Mails', 'AWS::CloudFormation::Stack', {}, {}, 'stack/shop-Mails'),
  ),
  stack(
    'shop-Orders',
    resource('Api', 'AWS::ApiGatewayV2::Api', {
      Body: { paths: { '/orders': { post: integration('PlaceOrder'), get: integration('ListOrders') } } },
    }),
    lambda('PlaceOrder'),
    role('PlaceOrder', {
      Effect: 'Allow',
      Action: ['dynamodb:PutItem', 'dynamodb:GetItem'],
      Resource: tableArn,
    }),
    lambda('ListOrders'),
    role('ListOrders', { Effect: 'Allow', Action: 'dynamodb:Query', Resource: `${tableArn}/index/by-day` }),
    // A policy that stands apart from its role.
    resource('PlaceOrderMore', 'AWS::IAM::Policy', {
      Roles: ['PlaceOrderRole'],
      PolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn('letters') }],
      },
    }),
    lambda('Relay'),
    role('Relay', {
      ...{ Effect: 'Allow', Action: 'events:PutEvents', Resource: busArn },
      Condition: { StringEquals: { 'events:source': 'shop.orders' } },
    }),
    // Only a release calls it.
    lambda('Hook'),
    resource('Table', 'AWS::DynamoDB::Table', {}, { Arn: tableArn }),
    resource('RelayStream', 'AWS::Lambda::EventSourceMapping', {
      ...{ EventSourceArn: `${tableArn}/stream/1`, FunctionName: `${functionArn('Relay')}:live` },
      DestinationConfig: { OnFailure: { Destination: queueArn('letters') } },
    }),
    resource('Letters', 'AWS::SQS::Queue', {}, { Arn: queueArn('letters') }),
  ),
  stack(
    'shop-Mails',
    resource('OnOrderPlacedBus', 'AWS::Events::Rule', {
      EventBusName: 'shop',
      EventPattern: { source: ['shop.orders'], 'detail-type': ['OrderPlaced'] },
      Targets: [
        { Arn: `${functionArn('SendMail')}:live`, DeadLetterConfig: { Arn: queueArn('mail-letters') } },
      ],
    }),
    lambda('SendMail'),
    role('SendMail', {
      Effect: 'Allow',
      Action: 'ses:SendEmail',
      Resource: 'arn:aws:ses:eu-central-2:000000000000:identity/*',
    }),
    resource('SendMailConfig', 'AWS::Lambda::EventInvokeConfig', {
      FunctionName: 'SendMail',
      DestinationConfig: { OnFailure: { Destination: queueArn('mail-letters') } },
    }),
    resource('MailLetters', 'AWS::SQS::Queue', {}, { Arn: queueArn('mail-letters') }),
  ),
];
const shop = architectureOf(stacks);
const written = ({ edges }: Graph): string[] =>
  edges.map(({ from, to, kind, labels }) => [from, kind, to, ...labels].join(' ')).sort();

describe('architectureOf', () => {
  it('derives who calls whom from routes, mappings, rules, roles and exits', () => {
    expect(written(shop)).toEqual([
      'Bus hands-over Mails/OnOrderPlacedBus',
      'Mails/OnOrderPlacedBus fails Mails/MailLetters',
      'Mails/OnOrderPlacedBus hands-over Mails/SendMail',
      'Mails/SendMail fails Mails/MailLetters',
      'Mails/SendMail writes mail',
      'Orders/Api calls Orders/ListOrders GET /orders',
      'Orders/Api calls Orders/PlaceOrder POST /orders',
      'Orders/ListOrders reads Orders/Table',
      'Orders/PlaceOrder reads Orders/Table',
      'Orders/PlaceOrder writes Orders/Letters',
      'Orders/PlaceOrder writes Orders/Table',
      'Orders/Relay fails Orders/Letters',
      'Orders/Relay writes Bus shop.orders',
      'Orders/Table hands-over Orders/Relay',
    ]);
  });

  it('knows dead letters by who sends them, and leaves out what only a release calls', () => {
    const kinds = Object.fromEntries(shop.nodes.map(({ id, kind }) => [id, kind]));
    expect(kinds).toMatchObject({ 'Orders/Letters': 'dead-letters', 'Mails/MailLetters': 'dead-letters' });
    expect(kinds).not.toHaveProperty('Orders/Hook');
  });

  it('names a rule by what it waits for', () => {
    expect(shop.nodes.find(({ kind }) => kind === 'rule')).toMatchObject({
      label: 'OrderPlaced',
      group: 'Mails',
    });
  });
});

describe('overview', () => {
  it('has one node for the functions of a group, and the events on the way from the bus', () => {
    const view = overview(shop);
    expect(written(view)).toEqual([
      'Bus hands-over Mails/ OrderPlaced',
      'Mails/ writes mail',
      'Orders/ writes Bus shop.orders',
      'Orders/ writes Orders/Table',
      'Orders/Table hands-over Orders/',
    ]);
    expect(view.places[functionArn('SendMail')]).toBe('Mails/');
  });
});

describe('viewOf', () => {
  it('shows a group whole with its neighbours, and says nothing twice', () => {
    expect(groupsOf(shop)).toEqual(['Orders', 'Mails']);
    expect(written(viewOf(shop, 'Mails'))).toEqual([
      'Bus hands-over Mails/OnOrderPlacedBus',
      'Mails/OnOrderPlacedBus hands-over Mails/SendMail',
      'Mails/SendMail fails Mails/MailLetters',
      'Mails/SendMail writes mail',
    ]);
    expect(written(viewOf(shop, 'Orders'))).not.toContain('Orders/PlaceOrder reads Orders/Table');
  });

  it('draws what both gives and takes at both ends', () => {
    const both = structuredClone(stacks);
    both[2]?.resources.push(
      role('OnOther', { Effect: 'Allow', Action: 'events:PutEvents', Resource: busArn }),
      { ...lambda('OnOther') },
      resource('OnOtherBus', 'AWS::Events::Rule', {
        EventBusName: 'shop',
        EventPattern: { 'detail-type': ['Other'] },
        Targets: [{ Arn: functionArn('OnOther') }],
      }),
    );
    const view = viewOf(architectureOf(both), 'Mails');
    expect(written(view)).toContain('Mails/OnOther writes Bus takes');
    expect(view.nodes.map(({ id }) => id)).toEqual(expect.arrayContaining(['Bus', 'Bus takes']));
    expect(view.places[busArn]).toBe('Bus');
  });
});

describe('drawSvg', () => {
  it('draws the same text for the same graph, with every node, every edge and no colour of its own', async () => {
    const view = overview(shop);
    const drawn = await drawSvg(view, 'The shop');
    expect(drawn).toBe(await drawSvg(view, 'The shop'));
    expect(drawn).toContain('<title>The shop</title>');
    const found = (attribute: string): string[] =>
      [...drawn.matchAll(new RegExp(` ${attribute}="([^"]+)"`, 'g'))].map(([, id]) => id ?? '');
    expect(found('data-node').sort()).toEqual(view.nodes.map(({ id }) => id).sort());
    expect(found('data-from')).toHaveLength(view.edges.length);
    expect(drawn).not.toMatch(/(?:fill|stroke)="/);
  });
});

describe('drawMermaid', () => {
  it('writes groups, nodes and edges', () => {
    const text = drawMermaid(overview(shop));
    expect(text).toContain('flowchart LR\n');
    expect(text).toContain('  subgraph Mails\n    n4["1 functions"]\n  end\n');
    expect(text).toContain('  n1 ==>|"OrderPlaced"| n4\n');
  });
});

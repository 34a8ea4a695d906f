import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { developer, edgeServer, type Listening, listen, testWorld } from '../../../test/serve-edge.ts';
import { compilePattern } from '../eventbridge/pattern.ts';
import { makeSns, type Sns } from './sns.ts';

let world: ReturnType<typeof testWorld>;
let sns: Sns;
let server: Listening;
let client: SNSClient;
let got: string[];

/** What a start does, with the topic of the template. */
async function start(DisplayName = 'Shop'): Promise<void> {
  const take = (endpoint: string, body: string) => {
    got.push(`${endpoint.split(':').at(-1)}: ${body}`);
    return { kind: 'message' as const, id: '1' };
  };
  sns = makeSns(world, {
    mailbox: { deliver: ({ to, subject, text }) => void take(to.join(), `${subject} ${text}`) },
    queues: { send: (_caller, endpoint, body) => take(endpoint, body) },
    invoker: { invokeAsync: (_caller, endpoint, body) => ({ ...take(endpoint, body), kind: 'invocation' }) },
    matches: compilePattern,
  });
  const topic = sns.resources.find(({ type }) => type === 'AWS::SNS::Topic');
  const Subscription = [{ Protocol: 'email', Endpoint: 'ops@example.com' }];
  const properties = topic?.properties.parse({ TopicName: 'given', DisplayName, Subscription });
  await topic?.apply({ logicalId: 'Given', stackName: 'app', physicalName: 'app-Given', properties });
  sns.start();
}

beforeEach(async () => {
  got = [];
  world = testWorld();
  await start();
  server = await listen(edgeServer(() => sns.edge));
  client = new SNSClient({
    ...{ endpoint: server.endpoint, region: world.region, credentials: developer, maxAttempts: 1 },
  });
});
afterEach(async () => {
  client.destroy();
  await server.close();
  world.drop();
});

const arnOf = (service: string, name: string) =>
  `arn:aws:${service}:${world.region}:${world.accountId}:${name}`;
const given = () => ({ TopicArn: arnOf('sns', 'given') });
const subscribe = (Attributes?: Record<string, string>, topic = given()) =>
  client.send(
    new SubscribeCommand({
      ...topic,
      Protocol: 'sqs',
      Endpoint: arnOf('sqs', 'letters'),
      ...(Attributes && { Attributes }),
    }),
  );
const publish = (Message: string, topic = given()) => client.send(new PublishCommand({ ...topic, Message }));
const set = (AttributeName: string, AttributeValue: string) =>
  client.send(new SetTopicAttributesCommand({ ...given(), AttributeName, AttributeValue }));
const attributes = async () => (await client.send(new GetTopicAttributesCommand(given()))).Attributes ?? {};
const topics = async () =>
  (await client.send(new ListTopicsCommand({}))).Topics?.map(({ TopicArn }) => TopicArn?.split(':').at(-1));

describe('topics and subscriptions', () => {
  it('are made, and deliver, over restarts', async () => {
    const { TopicArn = '' } = await client.send(
      new CreateTopicCommand({ Name: 'own', Attributes: { DisplayName: 'Own' } }),
    );
    expect((await client.send(new CreateTopicCommand({ Name: 'own' }))).TopicArn).toBe(TopicArn);
    const { SubscriptionArn } = await subscribe({ RawMessageDelivery: 'true' }, { TopicArn });
    expect((await subscribe(undefined, { TopicArn })).SubscriptionArn).toBe(SubscriptionArn);
    await start();
    await publish('hello', { TopicArn });
    expect(got).toEqual(['letters: hello']);
    expect(await topics()).toEqual(['given', 'own']);

    await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    await start();
    await publish('again', { TopicArn });
    expect(got).toHaveLength(1);
    await client.send(new DeleteTopicCommand({ TopicArn }));
    await client.send(new DeleteTopicCommand({ TopicArn }));
    await start();
    expect(await topics()).toEqual(['given']);
  });

  it('of the template are changed and deleted until it says something else', async () => {
    expect(await attributes()).toMatchObject({
      ...{ ...given(), DisplayName: 'Shop', SubscriptionsConfirmed: '1', Owner: world.accountId },
      Policy: expect.stringContaining('__default_policy_ID'),
    });
    await set('DisplayName', 'Till');
    await set('KmsMasterKeyId', 'alias/none');
    await start();
    expect(await attributes()).toMatchObject({ DisplayName: 'Till' });
    await start('Counter');
    expect(await attributes()).toMatchObject({ DisplayName: 'Counter' });

    await client.send(new DeleteTopicCommand(given()));
    await start('Counter');
    expect(await topics()).toEqual([]);
    await start('Shop');
    expect(await topics()).toEqual(['given']);
  });

  it('have a policy that is read when it is given', async () => {
    const Statement = { Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: given().TopicArn };
    await set('Policy', JSON.stringify({ Statement }));
    await start();
    expect(sns.policyOf(given().TopicArn)?.statements).toMatchObject([{ effect: 'Allow' }]);
    const none = set('Policy', JSON.stringify({ Statement: { ...Statement, Action: 'sqs:SendMessage' } }));
    await expect(none).rejects.toThrow('Invalid parameter: Policy Error: null');
  });

  it('filter by a policy that is given later, and show it', async () => {
    const { SubscriptionArn } = await subscribe({ RawMessageDelivery: 'true' });
    const change = (AttributeName: string, AttributeValue: string) =>
      client.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
    await change('FilterPolicyScope', 'MessageBody');
    await change('FilterPolicy', '{"price":[{"numeric":[">",5]}]}');
    await change('RedrivePolicy', JSON.stringify({ deadLetterTargetArn: arnOf('sqs', 'dead') }));
    await start();
    await publish('{"price":1}');
    await publish('{"price":6}');
    expect(got.filter((line) => line.startsWith('letters'))).toEqual(['letters: {"price":6}']);
    const shown = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(shown.Attributes).toMatchObject({
      ...{ Protocol: 'sqs', RawMessageDelivery: 'true', FilterPolicyScope: 'MessageBody' },
      FilterPolicy: '{"price":[{"numeric":[">",5]}]}',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('sqs', 'dead') }),
    });
    await expect(change('RawMessageDelivery', 'perhaps')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(change('FilterPolicy', '{')).rejects.toThrow('failed to parse JSON');
    await expect(change('Other', 'x')).rejects.toThrow('Invalid parameter: AttributeName');
  });

  it('ask whether the caller may', async () => {
    const asked: string[] = [];
    world.access.listen(({ action, resource }) => asked.push(`${action} ${resource.split(':').at(-1)}`));
    await client.send(new CreateTopicCommand({ Name: 'own' }));
    const { SubscriptionArn } = await subscribe();
    await set('DisplayName', 'x');
    await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    expect(asked).toEqual([
      'sns:CreateTopic own',
      'sns:Subscribe given',
      'sns:SetTopicAttributes given',
      'sns:Unsubscribe given',
    ]);
  });

  it('are refused as SNS refuses them', async () => {
    const nowhere = { TopicArn: arnOf('sns', 'nowhere') };
    await expect(client.send(new GetTopicAttributesCommand(nowhere))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    await expect(subscribe(undefined, nowhere)).rejects.toMatchObject({ name: 'NotFoundException' });
    const InvalidParameter = { name: 'InvalidParameterException' };
    for (const [Protocol, Endpoint] of [
      ['sms', '+41'],
      ['sqs', arnOf('lambda', 'function:f')],
      ['email', 'nobody'],
    ])
      await expect(
        client.send(new SubscribeCommand({ ...given(), Protocol, Endpoint })),
      ).rejects.toMatchObject(InvalidParameter);
    await expect(client.send(new CreateTopicCommand({ Name: 'a b' }))).rejects.toMatchObject(
      InvalidParameter,
    );
    await expect(set('Colour', 'red')).rejects.toMatchObject(InvalidParameter);
    await expect(
      client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: `${given().TopicArn}:none` })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
    const { Subscriptions } = await client.send(new ListSubscriptionsByTopicCommand(given()));
    expect(Subscriptions).toHaveLength(1);
  });
});

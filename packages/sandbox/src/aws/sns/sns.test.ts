import {
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { developer, edgeServer, listen, testWorld } from '../../../test/serve-edge.ts';
import { type Principal, servicePrincipal } from '../../core/principal.ts';
import { compilePattern } from '../eventbridge/pattern.ts';
import { makeSns, type Sns } from './sns.ts';

const world = testWorld();
const arn = (service: string, rest: string): string =>
  `arn:aws:${service}:${world.region}:${world.accountId}:${rest}`;
const queue = arn('sqs', 'letters');
const fn = arn('lambda', 'function:reader');

/** What queues, functions and the mailbox got. */
const got: { endpoint: string; body: string; attributes?: Record<string, string> | undefined }[] = [];
/** Who called queues and functions, in the same order. */
const callers: Principal[] = [];
const asTopic = (topicArn: string): Principal => servicePrincipal('sns', topicArn, world.accountId);
let sns: Sns;
let client: SNSClient;
let close: () => Promise<void>;

beforeAll(async () => {
  sns = makeSns(world, {
    mailbox: {
      deliver: ({ to, subject, text }) => void got.push({ endpoint: to.join(), body: `${subject}: ${text}` }),
    },
    queues: {
      send(caller, endpoint, body, attributes) {
        callers.push(caller);
        if (endpoint.endsWith('gone')) throw new Error('it is gone');
        got.push({ endpoint, body, attributes });
        return { kind: 'message', id: '1' };
      },
    },
    invoker: {
      invokeAsync(caller, endpoint, body) {
        callers.push(caller);
        got.push({ endpoint, body });
        return { kind: 'invocation', id: '1' };
      },
    },
    matches: compilePattern,
  });
  const served = await listen(edgeServer(() => sns.edge));
  close = served.close;
  client = new SNSClient({ endpoint: served.endpoint, region: world.region, credentials: developer });
});
afterAll(() => close());
beforeEach(() => {
  got.length = 0;
  callers.length = 0;
});

async function make(type: string, logicalId: string, properties: Record<string, unknown>): Promise<string> {
  const provider = sns.resources.find((each) => each.type === type);
  const request = { logicalId, stackName: 'app', physicalName: `app-${logicalId}` };
  return (
    (await provider?.apply({ ...request, properties: provider.properties.parse(properties) }))?.ref ?? ''
  );
}

/** A topic with subscriptions. */
async function topicWith(name: string, ...subscriptions: Record<string, unknown>[]): Promise<string> {
  const TopicArn = await make('AWS::SNS::Topic', name, {});
  for (const [index, given] of subscriptions.entries())
    await make('AWS::SNS::Subscription', `${name}${index}`, { TopicArn, ...given });
  return TopicArn;
}

describe('makeSns', () => {
  it('tells queues, functions and mailboxes, each in the form that SNS has for it', async () => {
    const TopicArn = await topicWith(
      'All',
      { Protocol: 'sqs', Endpoint: queue },
      { Protocol: 'lambda', Endpoint: fn },
      { Protocol: 'email', Endpoint: 'ops@example.com' },
    );
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'news' } };
    const { MessageId: id } = await client.send(
      new PublishCommand({ TopicArn, Message: 'hello', Subject: 'Hi', MessageAttributes }),
    );
    const shared = {
      ...{ Type: 'Notification', MessageId: id, TopicArn, Message: 'hello', Subject: 'Hi' },
      Timestamp: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      SignatureVersion: '1',
      Signature: expect.any(String),
      MessageAttributes: { kind: { Type: 'String', Value: 'news' } },
    };
    expect(got.map(({ endpoint }) => endpoint)).toEqual([queue, fn, 'ops@example.com']);
    expect(callers).toEqual([asTopic(TopicArn), asTopic(TopicArn)]);
    expect(JSON.parse(got[0]?.body ?? '')).toEqual({
      ...shared,
      SigningCertURL: expect.stringMatching(/^https:\/\/sns\./),
      UnsubscribeURL: expect.stringContaining(`${TopicArn}:app-All0`),
    });
    expect(JSON.parse(got[1]?.body ?? '')).toEqual({
      Records: [
        {
          ...{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: `${TopicArn}:app-All1` },
          Sns: { ...shared, SigningCertUrl: expect.any(String), UnsubscribeUrl: expect.any(String) },
        },
      ],
    });
    expect(got[2]?.body).toBe('Hi: hello');
  });

  it('delivers raw where it is told to', async () => {
    const TopicArn = await topicWith('Raw', { Protocol: 'sqs', Endpoint: queue, RawMessageDelivery: 'true' });
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'news' } };
    await client.send(new PublishCommand({ TopicArn, Message: 'hello', MessageAttributes }));
    expect(got).toEqual([{ endpoint: queue, body: 'hello', attributes: { kind: 'news' } }]);
  });

  it.each([
    ['an attribute', { FilterPolicy: { kind: ['news', { prefix: 'al' }] } }, { kind: 'alarm' }, '{}', 1],
    ['an attribute', { FilterPolicy: { kind: ['news'] } }, { kind: 'other' }, '{}', 0],
    ['an absent attribute', { FilterPolicy: { kind: ['news'] } }, {}, '{}', 0],
    [
      'a body',
      { FilterPolicyScope: 'MessageBody', FilterPolicy: '{"a":{"b":[{"numeric":[">",1]}]}}' },
      {},
      '{"a":{"b":2}}',
      1,
    ],
    ['a body that is no JSON', { FilterPolicyScope: 'MessageBody', FilterPolicy: { a: [1] } }, {}, 'text', 0],
  ])('filters by %s', async (_, filter, attributes, Message, count) => {
    const TopicArn = await topicWith(`Filter${Math.random().toString(36).slice(2)}`, {
      Protocol: 'sqs',
      Endpoint: queue,
      ...filter,
    });
    const typed = Object.entries(attributes).map(([name, StringValue]) => [
      name,
      { DataType: 'String', StringValue },
    ]);
    await client.send(
      new PublishCommand({ TopicArn, Message, MessageAttributes: Object.fromEntries(typed) }),
    );
    expect(got).toHaveLength(count);
  });

  it('puts what an endpoint does not take into the dead-letter queue of the subscription', async () => {
    const RedrivePolicy = { deadLetterTargetArn: `${queue}-dead` };
    const TopicArn = await topicWith('Broken', { Protocol: 'sqs', Endpoint: `${queue}-gone`, RedrivePolicy });
    await client.send(new PublishCommand({ TopicArn, Message: 'hello' }));
    expect(got.map(({ endpoint }) => endpoint)).toEqual([`${queue}-dead`]);
    expect(callers).toEqual([asTopic(TopicArn), asTopic(TopicArn)]);
  });

  it('takes batches and lists what the template has', async () => {
    const TopicArn = await make('AWS::SNS::Topic', 'Batch', {
      Subscription: [{ Protocol: 'sqs', Endpoint: queue }],
    });
    const { Successful: sent } = await client.send(
      new PublishBatchCommand({
        TopicArn,
        PublishBatchRequestEntries: [
          { Id: 'a', Message: 'one' },
          { Id: 'b', Message: 'two' },
        ],
      }),
    );
    expect(sent?.map(({ Id }) => Id)).toEqual(['a', 'b']);
    expect(got).toHaveLength(2);
    const { Subscriptions: found } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(found).toMatchObject([{ Protocol: 'sqs', Endpoint: queue, TopicArn }]);
    const { Subscriptions: all = [] } = await client.send(new ListSubscriptionsCommand({}));
    expect(all).toContainEqual(expect.objectContaining({ TopicArn }));
    const { Topics = [] } = await client.send(new ListTopicsCommand({}));
    expect(Topics).toContainEqual({ TopicArn });
  });

  it('lists topics and subscriptions in pages of a hundred', async () => {
    const TopicArn = await topicWith('Paged');
    for (let n = 0; n < 101; n++) {
      await make('AWS::SNS::Topic', `Page${n}`, {});
      await make('AWS::SNS::Subscription', `Paged${n}`, {
        TopicArn,
        Protocol: 'sqs',
        Endpoint: `${queue}${n}`,
      });
    }
    const first = await client.send(new ListTopicsCommand({}));
    expect(first.Topics).toHaveLength(100);
    const { Topics = [] } = await client.send(new ListTopicsCommand({ NextToken: first.NextToken }));
    expect(new Set([...(first.Topics ?? []), ...Topics].map((one) => one.TopicArn)).size).toBe(
      100 + Topics.length,
    );
    expect(Topics.length).toBeGreaterThan(1);
    const ofTopic = (NextToken?: string) =>
      client.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }));
    const some = await ofTopic();
    expect(some.Subscriptions).toHaveLength(100);
    const rest = await ofTopic(some.NextToken);
    expect([rest.Subscriptions?.length, rest.NextToken]).toEqual([1, undefined]);
    expect((await client.send(new ListSubscriptionsCommand({}))).Subscriptions).toHaveLength(100);
    await expect(client.send(new ListTopicsCommand({ NextToken: '?' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('knows who may publish, by the policy of the template', async () => {
    const TopicArn = await topicWith('Guarded');
    const statement = {
      Sid: 'a',
      Effect: 'Allow',
      Principal: '*',
      Action: 'sns:Publish',
      Resource: TopicArn,
    };
    const put = (Statement: object) =>
      make('AWS::SNS::TopicPolicy', 'Policy', { Topics: [TopicArn], PolicyDocument: { Statement } });
    await put(statement);
    expect(sns.policyOf(TopicArn)?.statements).toMatchObject([{ sid: 'a' }]);
    for (const wrong of [{ Action: 'sqs:SendMessage' }, { Principal: { Service: 'events' } }])
      await expect(put({ ...statement, ...wrong })).rejects.toMatchObject({
        code: 'InvalidParameter',
        message: 'Invalid parameter: Policy Error: null',
      });
    // A topic that is changed keeps it; what is named must be there.
    await make('AWS::SNS::Topic', 'Guarded', { DisplayName: 'Guards' });
    expect(sns.policyOf(TopicArn)?.statements).toHaveLength(1);
    const lost = { Topics: [`${TopicArn}-2`], PolicyDocument: { Statement: statement } };
    await expect(make('AWS::SNS::TopicPolicy', 'Lost', lost)).rejects.toThrow('which is not there');
  });

  it('refuses what SNS refuses', async () => {
    const nowhere = client.send(new PublishCommand({ TopicArn: arn('sns', 'nowhere'), Message: 'x' }));
    await expect(nowhere).rejects.toMatchObject({ name: 'NotFoundException' });
    const TopicArn = await topicWith('Strict');
    const long = client.send(new PublishCommand({ TopicArn, Message: 'x'.repeat(262_145) }));
    await expect(long).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

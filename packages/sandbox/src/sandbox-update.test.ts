import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type Sandbox, startSandbox } from './sandbox.ts';

let folder: string;
let reports: string[];
let sandbox: Sandbox;
const clients: { destroy(): void }[] = [];

const base = {
  Greet: {
    Type: 'AWS::Serverless::Function',
    Properties: {
      CodeUri: 'greet',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      AutoPublishAlias: 'live',
      Environment: { Variables: { GREETING: 'Hello' } },
    },
  },
  Letters: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } },
};
const rule = (source: string) => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    EventPattern: { source: [source] },
    Targets: [{ Id: 'letters', Arn: { 'Fn::GetAtt': ['Letters', 'Arn'] } }],
  },
});
const greeting = (word: string) => ({
  ...base.Greet,
  Properties: { ...base.Greet.Properties, Environment: { Variables: { GREETING: word } } },
});

const codeOf = (n: number): string => `exports.handler = async () => process.env.GREETING + ', ${n}';`;

function write(Resources: object): void {
  const document = { Transform: 'AWS::Serverless-2016-10-31', Resources };
  writeFileSync(path.join(folder, 'template.json'), JSON.stringify(document));
}

async function start(): Promise<void> {
  sandbox = await startSandbox({
    templateFile: path.join(folder, 'template.json'),
    stateFolder: path.join(folder, 'state'),
    stackName: 'app',
    port: 0,
    awsPort: 0,
    report: (line) => reports.push(line),
  });
}

beforeEach(async () => {
  reports = [];
  folder = mkdtempSync(path.join(tmpdir(), 'update-'));
  mkdirSync(path.join(folder, 'greet'));
  writeFileSync(path.join(folder, 'greet/index.js'), codeOf(1));
  write(base);
  await start();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

const settings = () => ({
  endpoint: sandbox.awsUrl,
  region: sandbox.region,
  credentials: sandbox.credentials,
  maxAttempts: 1,
});
function made<Client extends { destroy(): void }>(client: Client): Client {
  clients.push(client);
  return client;
}
const sqs = () => made(new SQSClient(settings()));
const queueUrl = (name: string) => `${sandbox.awsUrl}/000000000000/${name}`;

async function greet(name = 'app-Greet:live'): Promise<unknown> {
  const { Payload } = await made(new LambdaClient(settings())).send(
    new InvokeCommand({ FunctionName: name }),
  );
  return JSON.parse(Buffer.from(Payload ?? '').toString());
}

async function visibilityOfLetters(): Promise<string | undefined> {
  const query = { QueueUrl: queueUrl('app-Letters'), AttributeNames: ['VisibilityTimeout' as const] };
  return (await sqs().send(new GetQueueAttributesCommand(query))).Attributes?.VisibilityTimeout;
}

/** How many of two events, of sources `one` and `two`, come into the queue. */
async function heard(): Promise<string[]> {
  const Entries = ['one', 'two'].map((Source) => ({ Source, DetailType: 'Said', Detail: '{}' }));
  await made(new EventBridgeClient(settings())).send(new PutEventsCommand({ Entries }));
  const seen: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs().send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl('app-Letters'),
        WaitTimeSeconds: 1,
        MaxNumberOfMessages: 10,
      }),
    );
    if (Messages.length === 0) return seen.sort();
    seen.push(...Messages.map(({ Body }) => JSON.parse(Body ?? '{}').source));
  }
}

describe('a template that is edited while it runs', () => {
  it('is applied five times in a row: added, changed, renamed, removed, broken', async () => {
    const { awsUrl } = sandbox;
    expect(await greet()).toBe('Hello, 1');

    write({ ...base, First: rule('one') });
    await sandbox.apply();
    expect(reports.splice(0)).toEqual(['Added: app/First']);
    expect(await heard()).toEqual(['one']);

    write({ ...base, Greet: greeting('Salut'), First: rule('two') });
    await sandbox.apply();
    expect(reports.splice(0)).toEqual(['Changed: app/First, app/Greet, app/GreetAliaslive']);
    expect([await greet(), await heard()]).toEqual(['Salut, 1', ['two']]);

    const renamed = { ...base, Greet: greeting('Salut'), Second: rule('two') };
    write(renamed);
    await sandbox.apply();
    expect(reports.splice(0)).toEqual([
      'Added: app/Second',
      'Removed, since the template names it no more: app/First',
    ]);
    expect(await heard()).toEqual(['two']);

    const { Greet: _, ...without } = renamed;
    write(without);
    await sandbox.apply();
    expect(reports.splice(0)).toEqual([expect.stringMatching(/^Removed, .*app\/Greet/)]);
    await expect(greet()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

    write({
      ...without,
      More: { Type: 'AWS::SQS::Queue' },
      Letters: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 5 } },
      // That there is no such function shows only when it is made.
      Right: {
        Type: 'AWS::Lambda::Permission',
        DependsOn: ['More', 'Letters'],
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: 'nowhere',
          Principal: 'events.amazonaws.com',
        },
      },
    });
    await expect(sandbox.apply()).rejects.toThrow('Resources.Right');
    expect(await heard()).toEqual(['two']);
    expect(await visibilityOfLetters()).toBe('60');
    await expect(
      sqs().send(new GetQueueAttributesCommand({ QueueUrl: queueUrl('app-More') })),
    ).rejects.toThrow('does not exist');
    expect(sandbox.awsUrl).toBe(awsUrl);
  });

  it('runs new code in a new version, and forgets versions that nobody names', async () => {
    const versions = () => readdirSync(path.join(folder, 'state/lambda/code'));
    expect([await greet(), versions()]).toEqual(['Hello, 1', [expect.any(String)]]);
    for (const n of [2, 3, 4]) {
      writeFileSync(path.join(folder, 'greet/index.js'), codeOf(n));
      await sandbox.apply();
      expect(await greet()).toBe(`Hello, ${n}`);
    }
    expect(versions()).toHaveLength(1);
    await expect(greet('app-Greet:2')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('changes nothing when it is applied a second time', async () => {
    await sandbox.apply();
    expect(reports).toEqual([]);
    expect(await greet()).toBe('Hello, 1');
  });
});

describe('a template that was edited while the sandbox was off', () => {
  it('is compared with what stood, and what left it is gone', async () => {
    const { Letters } = base;
    await sandbox.stop();
    write({ Letters });
    await start();
    expect(reports).toEqual([expect.stringMatching(/^Removed, .*app\/Greet/)]);
    expect(existsSync(path.join(folder, 'state/lambda/code'))).toBe(true);
    expect(readdirSync(path.join(folder, 'state/lambda/code'))).toEqual([]);
  });

  it('leaves what the API has changed until the template changes it', async () => {
    await sqs().send(
      new SetQueueAttributesCommand({
        QueueUrl: queueUrl('app-Letters'),
        Attributes: { VisibilityTimeout: '7' },
      }),
    );
    await sandbox.stop();
    await start();
    expect(await visibilityOfLetters()).toBe('7');
    write({ ...base, Letters: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 90 } } });
    await sandbox.apply();
    expect(await visibilityOfLetters()).toBe('90');
  });

  it('leaves the policy that the API has given a queue until the template gives another', async () => {
    const arn = `arn:aws:sqs:${sandbox.region}:000000000000:app-Letters`;
    const policy = (Sid: string) => ({
      Statement: [{ Sid, Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: arn }],
    });
    const withPolicy = (Sid: string) => ({
      ...base,
      LettersPolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: 'Letters' }], PolicyDocument: policy(Sid) },
      },
    });
    const sid = () => sandbox.services.policyOf(arn)?.statements[0]?.sid;
    const put = (Policy: string) =>
      sqs().send(
        new SetQueueAttributesCommand({ QueueUrl: queueUrl('app-Letters'), Attributes: { Policy } }),
      );
    write(withPolicy('ByTemplate'));
    await sandbox.apply();
    expect(sid()).toBe('ByTemplate');
    await put(JSON.stringify(policy('ByHand')));
    await sandbox.stop();
    await start();
    expect(sid()).toBe('ByHand');
    await put('');
    await sandbox.stop();
    await start();
    expect(sid()).toBeUndefined();
    write(withPolicy('Another'));
    await sandbox.apply();
    expect(sid()).toBe('Another');
    write(base);
    await sandbox.apply();
    expect(sid()).toBeUndefined();
  });

  it('knows a resource again whose properties are lists of objects', async () => {
    const keyed = (AttributeName: string) => ({
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName, AttributeType: 'S' }],
        KeySchema: [{ AttributeName, KeyType: 'HASH' }],
      },
    });
    write({ ...base, Notes: keyed('id') });
    await sandbox.apply();
    reports = [];
    await sandbox.stop();
    await start();
    expect(reports).toEqual([]);
    write({ ...base, Notes: keyed('name') });
    await sandbox.apply();
    expect(reports).toEqual([
      'Replaced by a new one: app/Notes (KeySchema)',
      expect.stringMatching(/^Removed/),
    ]);
  });

  it('keeps a bucket that is not empty, and says so', async () => {
    write({ ...base, Files: { Type: 'AWS::S3::Bucket' } });
    await sandbox.apply();
    reports = [];
    const s3 = made(new S3Client({ ...settings(), forcePathStyle: true }));
    await s3.send(new PutObjectCommand({ Bucket: 'app-files', Key: 'a', Body: 'a' }));
    write(base);
    await sandbox.apply();
    expect(reports).toEqual(['Left the template and stays: app/Files (the bucket is not empty)']);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { someone } from '../test/someone.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';

const template = `
Transform: AWS::Serverless-2016-10-31
Parameters:
  EndpointUrl: { Type: String, Default: '' }
Resources:
  Bus: { Type: AWS::Events::EventBus, Properties: { Name: !Sub '\${AWS::StackName}-bus' } }
  Kept: { Type: AWS::SQS::Queue }
  Failures: { Type: AWS::CloudWatch::Dashboard, Properties: { DashboardName: failures, DashboardBody: '{}' } }
  Keeper:
    Type: AWS::Serverless::Application
    Properties:
      Location: keeper/template.yaml
      Parameters: { QueueArn: !GetAtt Kept.Arn, BusName: !Ref Bus }
Outputs:
  QueueUrl: { Value: !Ref Kept }
  BusName: { Value: !Ref Bus }
  Endpoint: { Value: !Ref EndpointUrl }
  FunctionName: { Value: !GetAtt Keeper.Outputs.FunctionName }
`;

/** A function that answers with what it got, and hands it to a queue as its destination. */
const keeper = `
Transform: AWS::Serverless-2016-10-31
Parameters:
  QueueArn: { Type: String }
  BusName: { Type: String, AllowedPattern: '[a-z-]+' }
Resources:
  Keep:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: keep
      Handler: index.handler
      Runtime: nodejs24.x
      EventInvokeConfig:
        DestinationConfig: { OnSuccess: { Type: SQS, Destination: !Ref QueueArn } }
      Events:
        Said:
          Type: EventBridgeRule
          Properties: { EventBusName: !Ref BusName, Pattern: { source: [test] } }
Outputs:
  FunctionName: { Value: !Ref Keep }
`;

let folder: string;
let sandbox: Sandbox | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sandbox-'));
  mkdirSync(path.join(folder, 'keeper/keep'), { recursive: true });
  writeFileSync(path.join(folder, 'template.yaml'), template);
  writeFileSync(path.join(folder, 'keeper/template.yaml'), keeper);
  writeFileSync(
    path.join(folder, 'keeper/keep/index.js'),
    'exports.handler = async (event) => ({ kept: event.detail ?? event });',
  );
});

afterEach(async () => {
  await sandbox?.stop();
  sandbox = undefined;
  rmSync(folder, { recursive: true });
});

async function start(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  sandbox = await startSandbox({
    templateFile: path.join(folder, 'template.yaml'),
    stateFolder: path.join(folder, 'state'),
    port: 0,
    awsPort: 0,
    ...options,
  });
  return sandbox;
}

const settings = ({ awsUrl, region, credentials }: Sandbox) => ({ endpoint: awsUrl, region, credentials });

describe('startSandbox', () => {
  it('runs an event from the bus through a rule and a function into a queue', async () => {
    const running = await start();
    expect(running.outputs).toMatchObject({ BusName: 'sandbox-bus', Endpoint: running.awsUrl });

    await new EventBridgeClient(settings(running)).send(
      new PutEventsCommand({
        Entries: [
          { EventBusName: 'sandbox-bus', Source: 'test', DetailType: 'Said', Detail: '{"word":"hello"}' },
        ],
      }),
    );
    const { Messages: [message] = [] } = await new SQSClient(settings(running)).send(
      new ReceiveMessageCommand({ QueueUrl: running.outputs.QueueUrl, WaitTimeSeconds: 10 }),
    );
    expect(JSON.parse(message?.Body ?? '{}')).toMatchObject({ responsePayload: { kept: { word: 'hello' } } });
  });

  it('keeps what was accepted from one start to the next, and drops it with fresh', async () => {
    const first = await start();
    await first.services.sqs.queues.send(
      someone,
      'arn:aws:sqs:eu-central-2:000000000000:sandbox-Kept',
      'stays',
    );
    await first.stop();

    const receive = (running: Sandbox) =>
      running.services.sqs.queues.receive(someone, 'arn:aws:sqs:eu-central-2:000000000000:sandbox-Kept', 1);
    const second = await start();
    expect(receive(second)).toMatchObject([{ body: 'stays' }]);
    await second.stop();
    const third = await start({ fresh: true });
    expect(receive(third)).toEqual([]);
  });

  it('describes its stacks as CloudFormation does', async () => {
    const running = await start();
    const client = new CloudFormationClient(settings(running));

    const { Stacks: stacks = [] } = await client.send(new DescribeStacksCommand({}));
    expect(stacks.map(({ StackName, StackStatus, ParentId }) => [StackName, StackStatus, ParentId])).toEqual([
      ['sandbox', 'CREATE_COMPLETE', undefined],
      ['sandbox-Keeper', 'CREATE_COMPLETE', stacks[0]?.StackId],
    ]);
    expect(stacks[1]?.Outputs).toEqual([{ OutputKey: 'FunctionName', OutputValue: 'sandbox-Keeper-Keep' }]);
    const { StackResources: found } = await client.send(
      new DescribeStackResourcesCommand({ StackName: 'sandbox-Keeper', LogicalResourceId: 'Keep' }),
    );
    expect(found).toMatchObject([
      { PhysicalResourceId: 'sandbox-Keeper-Keep', ResourceType: 'AWS::Lambda::Function' },
    ]);
    const { StackResourceSummaries: summaries = [] } = await client.send(
      new ListStackResourcesCommand({ StackName: 'sandbox' }),
    );
    expect(summaries.find(({ LogicalResourceId: id }) => id === 'Failures')).toMatchObject({
      PhysicalResourceId: 'failures',
      ResourceStatusReason: 'Accepted without effect here: nobody watches it here',
    });
    await expect(client.send(new DescribeStacksCommand({ StackName: 'other' }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id other does not exist',
    });
  });

  it('invokes a function by its logical name and tells callers who they are', async () => {
    const running = await start();
    const { Payload } = await new LambdaClient(settings(running)).send(
      new InvokeCommand({ FunctionName: 'Keep', Payload: '{"a":1}' }),
    );
    expect(JSON.parse(Buffer.from(Payload ?? '{}').toString())).toEqual({ kept: { a: 1 } });

    const developer = new STSClient(settings(running));
    expect(await developer.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: 'arn:aws:iam::000000000000:user/developer',
      Account: '000000000000',
    });
    const RoleArn = 'arn:aws:iam::000000000000:role/sandbox-Keeper-KeepRole';
    const { Credentials: role } = await developer.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'somebody' }),
    );
    const assumed = new STSClient({
      ...settings(running),
      credentials: {
        accessKeyId: role?.AccessKeyId ?? '',
        secretAccessKey: role?.SecretAccessKey ?? '',
        sessionToken: role?.SessionToken ?? '',
      },
    });
    expect(await assumed.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: 'arn:aws:sts::000000000000:assumed-role/sandbox-Keeper-KeepRole/somebody',
    });
  });

  it('answers on the web port for itself', async () => {
    const { webUrl, services } = await start();
    await services.sqs.queues.send(someone, 'arn:aws:sqs:eu-central-2:000000000000:sandbox-Kept', 'waits');
    const health = await fetch(`${webUrl}/_sandbox/health`);
    expect([health.status, await health.json()]).toEqual([200, expect.objectContaining({ status: 'ok' })]);
    expect((await fetch(`${webUrl}/_sandbox/mail`)).status).toBe(200);
    expect((await fetch(`${webUrl}/_sandbox/nothing`)).status).toBe(404);
    expect((await fetch(`${webUrl}/app`)).status).toBe(404);

    const page = await (await fetch(`${webUrl}/_sandbox`)).text();
    expect(page).toContain('sandbox-Keeper-Keep');
    expect(page).toContain('index.handler');
    expect(page).toMatch(/sandbox-Kept<\/td><td[^>]*>1</);
    expect(page).toContain('nobody watches it here');
  });

  it('says what to do when a port is in use, and frees the state folder', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(start({ awsPort: port })).rejects.toThrow(
      `Port ${port} is in use: end the program that has it, or give another by --aws-port.`,
    );
    await expect(start({ port })).rejects.toMatchObject({
      code: 'port-in-use',
      message: `Port ${port} is in use: end the program that has it, or give another by --port.`,
    });
    other.close();
    await start({ awsPort: port });
  });

  it('opens a debugger that answers before the first call, and refuses a function that is not there', async () => {
    await expect(start({ inspect: ['Kep'] })).rejects.toMatchObject({ code: 'no-such-function' });
    const listening = Promise.withResolvers<string>();
    await start({
      inspect: ['Keep'],
      report(line) {
        const [address] = /ws:\/\/\S+/.exec(line) ?? [];
        if (address) listening.resolve(address);
      },
    });
    const client = new WebSocket(await listening.promise);
    const answer = new Promise((resolve) => client.addEventListener('message', ({ data }) => resolve(data)));
    await new Promise((resolve) => client.addEventListener('open', resolve));
    const expression = 'process.env.AWS_LAMBDA_FUNCTION_NAME';
    client.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
    expect(JSON.parse(String(await answer))).toMatchObject({
      result: { result: { value: 'sandbox-Keeper-Keep' } },
    });
    client.close();
  });

  it('lists everything unsupported before it makes anything', async () => {
    writeFileSync(
      path.join(folder, 'keeper/template.yaml'),
      `${keeper.replace('CodeUri: keep', 'CodeUri: keep\n      Layers: [x]')}
  Other: { Value: !Ref Misspelt }
`,
    );
    writeFileSync(
      path.join(folder, 'template.yaml'),
      template.replace(
        'Kept: { Type: AWS::SQS::Queue }',
        'Kept: { Type: AWS::SQS::Queue, Properties: { Colour: red } }\n  Odd: { Type: AWS::EC2::Instance }',
      ),
    );
    const failure = await start().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'TemplateError' });
    const { problems } = failure as { problems: string[] };
    expect(problems).toEqual([
      expect.stringMatching(/template\.yaml: Resources\.Kept\.Properties: "Colour" is not supported;/),
      expect.stringMatching(
        /template\.yaml: Resources\.Odd: the resource type AWS::EC2::Instance is not supported/,
      ),
      expect.stringMatching(
        /keeper\/template\.yaml: Resources\.Keep\.Properties\.Layers: Layers is not supported/,
      ),
      expect.stringMatching(
        /keeper\/template\.yaml: Outputs\.Other: there is no parameter or resource Misspelt;/,
      ),
    ]);
  });
});

import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { someone } from '../test/someone.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';

/** A function that fails behind an API, and a queue for dead letters; the alarms tell somebody by mail. */
const template = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Api: { Type: AWS::Serverless::HttpApi }
  Fail:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: fail
      Handler: index.handler
      Runtime: nodejs24.x
      Events: { Http: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: GET, Path: / } } }
  Letters: { Type: AWS::SQS::Queue }
  Operators: { Type: AWS::SNS::Topic, Properties: { DisplayName: Shop } }
  Mail:
    Type: AWS::SNS::Subscription
    Properties: { TopicArn: !Ref Operators, Protocol: email, Endpoint: ops@example.com }
  LettersNotEmpty:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmDescription: read docs/operations.md
      Namespace: AWS/SQS
      MetricName: ApproximateNumberOfMessagesVisible
      Dimensions: [{ Name: QueueName, Value: !GetAtt Letters.QueueName }]
      Statistic: Maximum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: GreaterThanOrEqualToThreshold
      TreatMissingData: notBreaching
      AlarmActions: [!Ref Operators]
      OKActions: [!Ref Operators]
  ApiFailing:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/ApiGateway
      MetricName: 5xx
      Dimensions: [{ Name: ApiId, Value: !Ref Api }]
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 3
      ComparisonOperator: GreaterThanOrEqualToThreshold
      TreatMissingData: notBreaching
      AlarmActions: [!Ref Operators]
Outputs:
  ApiId: { Value: !Ref Api }
`;

let folder: string;
let sandbox: Sandbox;
let lines: EventEmitter<{ line: [string] }>;

beforeEach(async () => {
  lines = new EventEmitter();
  folder = mkdtempSync(path.join(tmpdir(), 'sandbox-alarms-'));
  writeFileSync(path.join(folder, 'template.yaml'), template);
  mkdirSync(path.join(folder, 'fail'));
  writeFileSync(
    path.join(folder, 'fail/index.js'),
    'exports.handler = async () => { throw new Error("no") };',
  );
  sandbox = await startSandbox({
    templateFile: path.join(folder, 'template.yaml'),
    stateFolder: path.join(folder, 'state'),
    // A minute takes 200 ms.
    ...{ port: 0, awsPort: 0, clockSpeed: 300 },
    report: (line) => void lines.emit('line', line),
  });
});
afterEach(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

/** Resolves when the alarm is in this state. */
function alarmIs(name: string, state: string): Promise<void> {
  const { alarms } = sandbox.services.cloudWatch;
  if (alarms.find(name)?.state === state) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = alarms.onChange((alarm) => {
      if (alarm.name !== name || alarm.state !== state) return;
      cancel();
      resolve();
    });
  });
}

/** Resolves when a line for the terminal matches. */
const reported = (pattern: RegExp): Promise<void> =>
  new Promise((resolve) => lines.on('line', (line) => pattern.test(line) && resolve()));

const page = async (name: string): Promise<string> => (await fetch(`${sandbox.webUrl}${name}`)).text();

describe('the alarms of a template', () => {
  it('ring as long as a letter lies in a queue, show it, and tell the topic’s subscriber', async () => {
    const { queues } = sandbox.services.sqs;
    const arn = 'arn:aws:sqs:eu-central-2:000000000000:sandbox-Letters';
    const letters = 'sandbox-LettersNotEmpty';
    await alarmIs(letters, 'OK');
    await queues.send(someone, arn, 'dead');
    await alarmIs(letters, 'ALARM');
    // Nothing more arrives, and it goes on ringing.
    await new Promise<void>((resolve) => sandbox.clock.after(5 * 60_000, resolve));
    expect(await page('/_sandbox')).toMatch(new RegExp(`${letters}</td><td><strong>ALARM`));

    for (const { receiptHandle } of queues.receive(someone, arn, 1))
      queues.settle(someone, arn, [receiptHandle], []);
    await alarmIs(letters, 'OK');
    const mails = sandbox.services.mailbox.list({ to: 'ops@example.com' });
    expect(mails.map(({ subject }) => subject).slice(-2)).toEqual([
      `ALARM: "${letters}" in eu-central-2`,
      `OK: "${letters}" in eu-central-2`,
    ]);
    expect(mails.at(-2)).toMatchObject({ from: 'Shop <no-reply@sns.amazonaws.com>' });
    expect(mails.at(-2)?.text).toContain('Description: read docs/operations.md');
  });

  it('ring when the API fails', async () => {
    await alarmIs('sandbox-ApiFailing', 'OK');
    const address = `${sandbox.awsUrl}/_aws/execute-api/${sandbox.outputs.ApiId}/`;
    const ringing = alarmIs('sandbox-ApiFailing', 'ALARM');
    // As many at once as are needed in one minute.
    const answers = await Promise.all(Array.from({ length: 10 }, () => fetch(address)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(500));
    await ringing;
  });
});

describe('the health of a sandbox', () => {
  it('is told when the database engine has ended', async () => {
    const health = async () => {
      const answer = await fetch(`${sandbox.webUrl}/_sandbox/health`);
      return { code: answer.status, body: await answer.json() };
    };
    expect(await health()).toMatchObject({ code: 200, body: { status: 'ok' } });
    const { pid } = JSON.parse(readFileSync(path.join(folder, 'state/dynamodb/engine.json'), 'utf8'));
    const ended = reported(/database engine/);
    process.kill(pid, 'SIGKILL');
    await ended;
    expect(await health()).toMatchObject({
      code: 503,
      body: {
        status: 'failed',
        trouble: expect.stringMatching(/^The database engine ended by itself \(signal SIGKILL\)/),
      },
    });
  });
});

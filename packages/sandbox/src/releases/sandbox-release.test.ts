import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } from '@aws-sdk/client-codedeploy';
import { someone } from '../../test/someone.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import type { ReleaseEvent, ReleaseResult } from './release.ts';

/** One function with a canary of ten minutes, a hook on either side and an alarm on the new version's errors. */
const template = `
Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Handler: index.handler, Runtime: nodejs24.x } }
Resources:
  Serve:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: serve
      AutoPublishAlias: live
      DeploymentPreference:
        Type: Canary10Percent10Minutes
        Hooks: { PreTraffic: !Ref Check, PostTraffic: !Ref Confirm }
        Alarms: [!Ref Failing]
  Check:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: CodeDeployHook_check
      CodeUri: hook
      Environment: { Variables: { VERSION: !Ref Serve.Version } }
  Confirm:
    Type: AWS::Serverless::Function
    Properties: { FunctionName: CodeDeployHook_confirm, CodeUri: hook }
  Failing:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/Lambda
      MetricName: Errors
      Dimensions:
        - { Name: FunctionName, Value: !Ref Serve }
        - { Name: Resource, Value: !Sub '\${Serve}:live' }
        - { Name: ExecutedVersion, Value: !GetAtt Serve.Version.Version }
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: GreaterThanOrEqualToThreshold
      TreatMissingData: notBreaching
`;
const serve = (text: string): string => `exports.handler = async () => ${text};`;
/** A hook that only tells that it was called, and with which version. */
const hook = serve('{}')
  .replace('async ()', 'async (event)')
  .replace('{}', 'console.log(JSON.stringify({ ...event, version: process.env.VERSION }))');

let folder: string;
let sandbox: Sandbox;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'release-test-'));
  write('template.yaml', template);
  write('serve/index.js', serve('"old"'));
  write('hook/index.js', hook);
});
afterEach(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

/** The old version runs, then the sandbox starts again with the new code. */
async function deploy(code: string): Promise<void> {
  const options = {
    templateFile: path.join(folder, 'template.yaml'),
    stateFolder: path.join(folder, 'state'),
  };
  sandbox = await startSandbox({ ...options, port: 0, awsPort: 0 });
  await sandbox.stop();
  write('new/index.js', code);
  sandbox = await startSandbox({
    ...options,
    ...{ port: 0, awsPort: 0, holdReleases: true, clockSpeed: 600 },
    codeAt: (given) => (given === path.join(folder, 'serve') ? path.join(folder, 'new') : given),
  });
}

/** Runs the release under traffic; the hooks say what `answer` says, by the SDK. */
async function release(
  answer: (hookName: string) => 'Succeeded' | 'Failed' = () => 'Succeeded',
  tell?: (event: ReleaseEvent) => void,
): Promise<ReleaseResult> {
  const { awsUrl: endpoint, region, credentials, services } = sandbox;
  const client = new CodeDeployClient({ endpoint, region, credentials });
  const { hooks } = services.codeDeploy;
  const begin = hooks.begin.bind(hooks);
  const said: Promise<unknown>[] = [];
  const called = ['CodeDeployHook_check', 'CodeDeployHook_confirm'];
  hooks.begin = (deploymentId) => {
    const execution = begin(deploymentId);
    const status = answer(called.shift() ?? '');
    const lifecycleEventHookExecutionId = execution.id;
    const command = new PutLifecycleEventHookExecutionStatusCommand({
      deploymentId,
      lifecycleEventHookExecutionId,
      status,
    });
    said.push(client.send(command));
    return execution;
  };
  const traffic = setInterval(
    () => services.lambda.invoker.invoke(someone, 'Serve:live', '{}').catch(() => {}),
    3,
  );
  try {
    return await sandbox.releases.run(sandbox.releases.pending(), tell);
  } finally {
    clearInterval(traffic);
    await Promise.all(said);
    client.destroy();
  }
}

const alias = () => sandbox.services.lambda.aliases.find('sandbox-Serve', 'live');

describe('a release in the sandbox', () => {
  it('takes a good version over, and leaves the alias with it alone', async () => {
    await deploy(serve('"new"'));
    expect(sandbox.releases.pending()).toMatchObject([
      { from: '1', to: '2', alarms: ['sandbox-Failing'], preTraffic: 'CodeDeployHook_check' },
    ]);
    const { outcome, events } = await release(() => 'Succeeded');
    expect(outcome).toBe('completed');
    expect(events.map(({ kind, weight }) => `${kind} ${weight}`)).toEqual([
      'hook begins 0',
      'hook ends 0',
      'traffic 10',
      'traffic 100',
      'hook begins 100',
      'hook ends 100',
      'completed 100',
    ]);
    expect(alias()).toMatchObject({ version: '2', weights: {} });
    expect(await sandbox.services.lambda.invoker.invoke(someone, 'Serve:live', '{}')).toMatchObject({
      payload: '"new"',
    });
  });

  it('puts a version that throws back, by the alarm of the template on what was measured', async () => {
    await deploy('exports.handler = async () => { throw new Error("bad"); };');
    const { outcome, reason } = await release(() => 'Succeeded');
    expect([outcome, reason]).toEqual([
      'rolled back',
      expect.stringMatching(/^sandbox-Failing is in ALARM: \d+ \(alarm when greater than or equal to 1\)$/),
    ]);
    expect(alias()).toMatchObject({ version: '1', weights: {} });
    expect(await sandbox.services.lambda.invoker.invoke(someone, 'Serve:live', '{}')).toMatchObject({
      payload: '"old"',
    });
  });

  it('waits on a slow machine for what tells against a version', async () => {
    // Its first error comes when the bake time of ten minutes would be over: they take a second here.
    await deploy(
      'exports.handler = async () => { await new Promise((go) => setTimeout(go, 1500)); throw 1; };',
    );
    const { outcome, reason } = await release();
    expect([outcome, reason]).toEqual([
      'rolled back',
      expect.stringContaining('sandbox-Failing is in ALARM'),
    ]);
  });

  it('lets no version through because this process stood still', async () => {
    await deploy('exports.handler = async () => { throw new Error("bad"); };');
    const standStill = (): void => {
      for (const until = Date.now() + 1500; Date.now() < until; );
    };
    const { outcome } = await release(undefined, ({ weight }) => weight === 10 && setImmediate(standStill));
    expect(outcome).toBe('rolled back');
  });

  it('says that nobody has called a version that it lets through', async () => {
    await deploy('exports.handler = async () => { throw new Error("bad"); };');
    const plans = sandbox.releases
      .pending()
      .map((plan) => ({ ...plan, preTraffic: undefined, postTraffic: undefined }));
    const { outcome, events } = await sandbox.releases.run(plans);
    expect(outcome).toBe('completed');
    expect(events.map(({ kind }) => kind)).toEqual(['traffic', 'no samples', 'traffic', 'completed']);
  });

  it('sends nobody to a version that the hook refuses', async () => {
    await deploy(serve('"new"'));
    const { outcome, reason, events } = await release(() => 'Failed');
    expect([outcome, reason]).toEqual([
      'rolled back',
      'BeforeAllowTraffic: CodeDeployHook_check reported Failed',
    ]);
    expect(events.some(({ kind }) => kind === 'traffic')).toBe(false);
    expect(alias()).toMatchObject({ version: '1', weights: {} });
  });

  it('has nothing to do when nothing changed', async () => {
    await deploy(serve('"old"'));
    expect(sandbox.releases.pending()).toEqual([]);
    expect(await sandbox.releases.run([])).toMatchObject({ outcome: 'completed', events: [] });
  });
});

import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import path from 'node:path';
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type App, startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { poll } from '@shutterbus/testing/poll';
import { functionNamed } from './function-named.ts';

const root = path.resolve(import.meta.dirname, '../..');
const checks = ['users_check', 'triggers_check', 'media_check', 'thumbnails_check', 'notifications_check'];
const confirmations = ['users_confirm', 'media_confirm', 'thumbnails_confirm', 'notifications_confirm'];
/** The sandbox's deployment to practise on. */
const practice = { DeploymentId: 'd-PRACTICE1', LifecycleEventHookExecutionId: 'cHJhY3RpY2U=' };

/** Each hook of a release, as the template makes it, against the versions and alarms of the running app. */
describe('the release hooks', () => {
  let app: App;
  let lambda: LambdaClient;
  let cloudWatch: CloudWatchClient;
  beforeAll(async () => {
    app = await startApp();
    lambda = new LambdaClient(developer(app));
    cloudWatch = new CloudWatchClient(developer(app));
  });
  afterAll(() => app?.dispose());

  it.each(checks)('%s lets a good release pass', async (suffix) => {
    expect(await invoke(suffix)).toEqual({ status: 'Succeeded' });
  });

  it('stop a release whose version answers something else', async () => {
    // What CodeDeploy says is released as RequestUpload, answers 200 like the feed, and not 201.
    const released = { functionName: 'other-RequestUpload', targetVersion: '1' };
    expect(await runHook('media', 'check-media-release', released)).toBe('Failed');
  });

  it('stop a release of a function that has no probe', async () => {
    const released = { functionName: 'shutterbus-Media-NewRoute', targetVersion: '1' };
    expect(await runHook('media', 'check-media-release', released)).toBe('Failed');
  });

  it.each(confirmations)('%s stops a release while a business alarm rings', async (suffix) => {
    expect(await invoke(suffix)).toEqual({ status: 'Succeeded' });
    const [AlarmName] = (await variablesOf(suffix)).BUSINESS_ALARMS?.split(',') ?? [];
    await poll(
      'the next look at the alarms quietens what was set by hand, so it may take a second try',
      async () => {
        await cloudWatch.send(
          new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'a drill' }),
        );
        expect(await invoke(suffix)).toEqual({ status: 'Failed' });
      },
    );
    await cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'OK', StateReason: 'over' }));
    expect(await invoke(suffix)).toEqual({ status: 'Succeeded' });
  });

  it('report what CodeDeploy refuses', async () => {
    const unknown = { DeploymentId: 'd-UNKNOWN12', LifecycleEventHookExecutionId: 'bm9uZQ==' };
    expect(await invoke('media_confirm', unknown)).toMatchObject({
      errorType: 'DeploymentDoesNotExistException',
    });
  });

  async function variablesOf(suffix: string): Promise<Record<string, string>> {
    const { FunctionName } = await functionNamed(app, suffix);
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return Environment?.Variables ?? {};
  }

  async function invoke(suffix: string, event: object = practice): Promise<unknown> {
    const { FunctionName } = await functionNamed(app, suffix);
    const Payload = Buffer.from(JSON.stringify(event));
    const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
    return JSON.parse(Buffer.from(answer.Payload ?? '').toString('utf8'));
  }

  /**
   * Runs the built hook in a process of its own. CodeDeploy is a server that says what is released and takes down what it is
   * told; Lambda answers every call as the feed would.
   */
  async function runHook(service: string, handler: string, released: object): Promise<unknown> {
    let told: unknown;
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        const operation = String(request.headers['x-amz-target'] ?? 'Invoke').replace(/^.*\./, '');
        if (operation.startsWith('PutLifecycle')) told = JSON.parse(body).status;
        response.setHeader('content-type', 'application/x-amz-json-1.1');
        response.end(JSON.stringify(answers[operation] ?? {}));
      });
    });
    const answers: Record<string, unknown> = {
      ListDeploymentTargets: { targetIds: ['t'] },
      BatchGetDeploymentTargets: {
        deploymentTargets: [{ lambdaTarget: { lambdaFunctionInfo: released } }],
      },
      Invoke: { statusCode: 200, body: '{"items":[]}' },
    };
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { region, credentials } = developer(app);
    const context = "{ invokedFunctionArn: 'a:b:c:d:e:f:g', getRemainingTimeInMillis: () => 30000 }";
    const call = `require(${JSON.stringify(path.join(root, 'dist', service, handler))}).handler(
      { DeploymentId: 'd-TEST', LifecycleEventHookExecutionId: 'e' }, ${context})`;
    const child = spawn(process.execPath, ['-e', call], {
      env: {
        ...process.env,
        REQUEST_UPLOAD: 'RequestUpload',
        DELETE_PHOTO: 'DeletePhoto',
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk));
    await new Promise((resolve) => child.once('close', resolve));
    server.close();
    return told ?? log;
  }
});

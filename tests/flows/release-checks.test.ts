import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import path from 'node:path';
import { GetFunctionConfigurationCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { type App, startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';

jest.setTimeout(60_000);

const root = path.resolve(import.meta.dirname, '../..');
const hooks = [
  ['users', 'check-users-release', 'users_check'],
  ['users', 'check-triggers-release', 'triggers_check'],
  ['media', 'check-media-release', 'media_check'],
  ['thumbnails', 'check-thumbnails-release', 'thumbnails_check'],
  ['notifications', 'check-notifications-release', 'notifications_check'],
] as const;

/** Each PreTraffic hook, with the environment that the template gives it, against the versions that really run. */
describe('the release checks', () => {
  let app: App;
  let lambda: LambdaClient;
  beforeAll(async () => {
    app = await startApp();
    lambda = new LambdaClient(developer(app));
  });
  afterAll(() => app?.dispose());

  it.each(hooks)('of %s let a good release pass (%s)', async (service, handler, suffix) => {
    expect(await runHook(service, handler, await variablesOf(suffix))).toBe('Succeeded');
  });

  it('stop a release whose version answers something else', async () => {
    const variables = await variablesOf('media_check');
    // The feed would answer 200 to what has to be reserved with 201.
    const broken = { ...variables, REQUEST_UPLOAD_VERSION: variables.LIST_FEED_VERSION ?? '' };
    expect(await runHook('media', 'check-media-release', broken)).toBe('Failed');
  });

  async function variablesOf(suffix: string): Promise<Record<string, string>> {
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 1000 }));
    const FunctionName = Functions.find((one) => one.FunctionName?.endsWith(suffix))?.FunctionName;
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return Environment?.Variables ?? {};
  }

  /** Runs the built hook in a process of its own; CodeDeploy is a server that takes down what it is told. */
  async function runHook(
    service: string,
    handler: string,
    variables: Record<string, string>,
  ): Promise<unknown> {
    let told: unknown;
    const codeDeploy = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        told = JSON.parse(body).status;
        response.setHeader('content-type', 'application/x-amz-json-1.1').end('{}');
      });
    });
    await new Promise<void>((resolve) => codeDeploy.listen(0, '127.0.0.1', resolve));
    const address = codeDeploy.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { region, credentials } = developer(app);
    const call = `require(${JSON.stringify(path.join(root, 'dist', service, handler))}).handler(
      { DeploymentId: 'd-TEST', LifecycleEventHookExecutionId: 'e' }, { getRemainingTimeInMillis: () => 30000 })`;
    const child = spawn(process.execPath, ['-e', call], {
      env: {
        ...process.env,
        ...variables,
        AWS_ENDPOINT_URL: app.awsUrl,
        AWS_ENDPOINT_URL_CODEDEPLOY: `http://127.0.0.1:${port}`,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk));
    await new Promise((resolve) => child.once('exit', resolve));
    codeDeploy.close();
    return told ?? log;
  }
});

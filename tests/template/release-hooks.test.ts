import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { services } from '../../scripts/lib/repository.ts';
import { functionsOf, isHook } from './functions.ts';
import { needsOf } from './sources.ts';
import { readStacks } from './templates.ts';

/** Each function that is released, with the handler of the hook that has its probe. */
const { stacks } = readStacks();
const released = services.flatMap((service) => {
  const functions = functionsOf(stacks[service] ?? {});
  const hooks = functions.filter((one) => isHook(one) && one.handler.startsWith('check-'));
  return functions
    .filter((one) => !isHook(one))
    .flatMap(({ id }) => {
      const hook = hooks.find(({ handler }) => needsOf(service, handler).keys.includes(id));
      return [{ id, service, hook: hook?.handler }];
    });
});

/** What would please every probe, if it were no error. */
const pleasing = {
  ...{ statusCode: 200, body: JSON.stringify({ items: [], links: [] }) },
  ...{ batchItemFailures: [], requested: 0, triggerSource: 'ReleaseCheck' },
};
const reservation = { statusCode: 201, body: JSON.stringify({ photo: { id: 'photo' } }) };

/** CodeDeploy that releases one function, and Lambda whose new version fails at whatever it is asked. */
describe('the hook before traffic', () => {
  let server: Server;
  let functionName = '';
  let told: unknown;
  let asked: string[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        const operation = String(request.headers['x-amz-target'] ?? 'Invoke').replace(/^.*\./, '');
        if (operation.startsWith('PutLifecycle')) told = JSON.parse(body).status;
        response.setHeader('content-type', 'application/x-amz-json-1.1');
        const name = decodeURIComponent(/functions\/([^/]+)/.exec(request.url ?? '')?.[1] ?? '');
        if (operation === 'Invoke') asked.push(name);
        const isNew = name === `${functionName}:2`;
        if (isNew) response.setHeader('x-amz-function-error', 'Unhandled');
        const lambdaFunctionInfo = { functionName, currentVersion: '1', targetVersion: '2' };
        const answers: Record<string, unknown> = {
          ListDeploymentTargets: { targetIds: ['t'] },
          BatchGetDeploymentTargets: { deploymentTargets: [{ lambdaTarget: { lambdaFunctionInfo } }] },
          Invoke: isNew ? { errorType: 'TypeError', errorMessage: 'no', ...pleasing } : reservation,
        };
        response.end(JSON.stringify(answers[operation] ?? {}));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    Object.assign(process.env, {
      ...{ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_REGION: 'us-east-1' },
      ...{ AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' },
      ...{ REQUEST_UPLOAD: 'serving-RequestUpload', DELETE_PHOTO: 'serving-DeletePhoto' },
    });
  });
  afterAll(() => server.close());

  it.each(released)('stops the release of $id when the new version answers with an error', async (one) => {
    const file = path.join(`../../services/${one.service}/src/handlers/${one.hook}.ts`);
    const { handler } = await import(file);
    functionName = `app-${one.id}`;
    told = undefined;
    asked = [];
    const event = { DeploymentId: 'd-TEST', LifecycleEventHookExecutionId: 'e' };
    const invokedFunctionArn = 'arn:aws:lambda:us-east-1:111122223333:function:hook';
    await handler(event, { invokedFunctionArn, getRemainingTimeInMillis: () => 30_000 });
    expect({ told, asked }).toEqual({ told: 'Failed', asked: expect.arrayContaining([`app-${one.id}:2`]) });
  });
});

import {
  AddPermissionCommand,
  GetPolicyCommand,
  LambdaClient,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { lambdaFixture } from '../../../test/lambda-fixture.ts';
import { developer, edgeServer, type Listening, listen } from '../../../test/serve-edge.ts';

type Fixture = ReturnType<typeof lambdaFixture>;

let fixture: Fixture;
let server: Listening;
let client: LambdaClient;

/** What a start does, with the permission of the template. */
async function start(principal = 'sns.amazonaws.com', folder?: string): Promise<void> {
  fixture = lambdaFixture({}, folder);
  await fixture.define('Echo', 'exports.handler = async () => 1;');
  await fixture.apply('AWS::Lambda::Permission', 'Given', {
    ...{ FunctionName: 'app-Echo', Action: 'lambda:InvokeFunction', Principal: principal },
  });
  fixture.lambda.start();
}
async function restart(principal?: string): Promise<void> {
  await fixture.stop(true);
  await start(principal, fixture.folder);
}

beforeEach(async () => {
  await start();
  server = await listen(edgeServer(() => fixture.lambda.edge));
  client = new LambdaClient({
    ...{ endpoint: server.endpoint, region: 'eu-central-1', credentials: developer, maxAttempts: 1 },
  });
});
afterEach(async () => {
  client.destroy();
  await server.close();
  await fixture.stop();
});

const add = (StatementId: string, more: object = {}) =>
  client.send(
    new AddPermissionCommand({
      ...{ FunctionName: 'app-Echo', StatementId, Action: 'lambda:InvokeFunction' },
      ...{ Principal: 's3.amazonaws.com', ...more },
    }),
  );
const takeOut = (StatementId: string) =>
  client.send(new RemovePermissionCommand({ FunctionName: 'app-Echo', StatementId }));
async function statements(): Promise<string[]> {
  const { Policy } = await client.send(new GetPolicyCommand({ FunctionName: 'app-Echo' }));
  return JSON.parse(Policy ?? '').Statement.map(({ Sid }: { Sid: string }) => Sid);
}

describe('the policy of a function', () => {
  it('gets statements and loses them through the API, over restarts', async () => {
    const { Statement } = await add('bucket', { SourceArn: 'arn:aws:s3:::b', SourceAccount: '123456789012' });
    expect(JSON.parse(Statement ?? '')).toMatchObject({
      ...{ Sid: 'bucket', Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' } },
      Condition: {
        StringEquals: { 'AWS:SourceAccount': '123456789012' },
        ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::b' },
      },
    });
    await takeOut('app-Given');
    expect(await statements()).toEqual(['bucket']);
    await restart();
    expect(await statements()).toEqual(['bucket']);
    // The template says something else now.
    await restart('events.amazonaws.com');
    expect(await statements()).toEqual(['app-Given', 'bucket']);
    await takeOut('bucket');
    await restart('events.amazonaws.com');
    expect(await statements()).toEqual(['app-Given']);
  });

  it('is refused as Lambda refuses it', async () => {
    await expect(add('app-Given')).rejects.toMatchObject({
      ...{ name: 'ResourceConflictException', $metadata: { httpStatusCode: 409 } },
      message: expect.stringMatching(/^The statement id \(app-Given\) provided already exists\./),
    });
    await expect(add('a', { Principal: 'nobody' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
    await expect(add('a', { Action: 's3:GetObject' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
    await expect(add('a', { RevisionId: 'old' })).rejects.toMatchObject({
      ...{ name: 'PreconditionFailedException', $metadata: { httpStatusCode: 412 } },
    });
    await expect(takeOut('none')).rejects.toMatchObject({
      ...{ name: 'ResourceNotFoundException', message: 'Statement none is not found in resource policy.' },
    });
    await expect(add('a', { FunctionName: 'other' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(await statements()).toEqual(['app-Given']);
  });

  it('goes with its function', async () => {
    await add('bucket');
    await fixture.stop(true);
    fixture = lambdaFixture({}, fixture.folder);
    fixture.lambda.start();
    await restart();
    expect(await statements()).toEqual(['app-Given']);
  });
});

import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { planStacks } from './planned-stacks.ts';
import {
  type Finding,
  findConcurrency,
  findMail,
  findNames,
  findStackState,
  readDeployed,
} from './preflight.ts';
import { stageConfig, stageParameters } from './stage-config.ts';

const cloudFormation = mockClient(CloudFormationClient);
const lambda = mockClient(LambdaClient);
const events = mockClient(EventBridgeClient);
const ses = mockClient(SESv2Client);
beforeEach(() => {
  for (const mock of [cloudFormation, lambda, events, ses]) mock.reset();
});
const named = (name: string, message = name): Error => Object.assign(new Error(message), { name });
const weights = (findings: Finding[]): string[] => findings.map(({ weight }) => weight);

describe('findConcurrency', () => {
  const account = (all: number, free: number) =>
    lambda.on(GetAccountSettingsCommand).resolves({
      AccountLimit: { ConcurrentExecutions: all, UnreservedConcurrentExecutions: free },
    });

  it.each([
    [1000, 1000, 94, 'fine'],
    [1000, 194, 94, 'fine'],
    [1000, 193, 94, 'stops'],
    [10, 10, 94, 'stops'],
    [10, 10, 0, 'hinders'],
    [1000, 100, 0, 'fine'],
  ])('of %d, %d of them free, with %d to reserve: %s', async (all, free, reserves, weight) => {
    account(all, free);
    expect(weights(await findConcurrency(reserves))).toEqual([weight]);
  });

  it('says what to ask for, and what to do until it is given', async () => {
    account(10, 10);
    const [{ sentence } = { sentence: '' }] = await findConcurrency(94);
    expect(sentence).toContain('--quota-code L-B99A9384');
    expect(sentence).toContain('ReserveConcurrency=false');
  });
});

describe('findMail', () => {
  const account = (more = {}) =>
    ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: true, SendingEnabled: true, ...more });
  const verified = (...identities: string[]) => {
    ses.on(GetEmailIdentityCommand).rejects(named('NotFoundException'));
    for (const EmailIdentity of identities)
      ses.on(GetEmailIdentityCommand, { EmailIdentity }).resolves({ VerifiedForSendingStatus: true });
  };
  const from = 'Shutterbus <hello@photos.example.com>';

  it.each([['photos.example.com'], ['hello@photos.example.com']])(
    'is content with %s as identity',
    async (identity) => {
      account();
      verified(identity);
      expect(weights(await findMail(from, ''))).toEqual(['fine']);
      expect(weights(await findMail(from, identity))).toEqual(['fine']);
    },
  );

  it('stops where the user pool would be refused its sender', async () => {
    account();
    verified();
    ses
      .on(GetEmailIdentityCommand, { EmailIdentity: 'photos.example.com' })
      .resolves({ VerifiedForSendingStatus: false });
    const [finding] = await findMail(from, 'photos.example.com');
    expect(finding).toMatchObject({
      weight: 'stops',
      sentence: expect.stringContaining('photos.example.com'),
    });
  });

  it('tells of a sender that nobody verified, of the sandbox of SES and of an account that may not send', async () => {
    account({ ProductionAccessEnabled: false, SendingEnabled: false });
    verified();
    expect(weights(await findMail(from, ''))).toEqual(['hinders', 'hinders', 'hinders']);
  });

  it('does not take a refusal for an answer', async () => {
    account();
    ses.on(GetEmailIdentityCommand).rejects(named('AccessDeniedException'));
    await expect(findMail(from, '')).rejects.toThrow('AccessDeniedException');
  });
});

describe('findNames', () => {
  const planned = planStacks('shutterbus-staging', { Stage: 'staging' }, 'eu-west-1');
  const free = () => {
    lambda.on(GetFunctionConfigurationCommand).rejects(named('ResourceNotFoundException'));
    events.on(DescribeEventBusCommand).rejects(named('ResourceNotFoundException'));
  };

  it('is content with names that are short and free', async () => {
    free();
    expect(weights(await findNames(planned, true))).toEqual(['fine']);
  });

  it('finds what a longer name of the stack makes too long', async () => {
    free();
    const long = planStacks('photographs-of-the-family', { Stage: 'staging' }, 'eu-west-1');
    expect(weights(await findNames(long, true))).toEqual(['fine']);
    const [finding] = await findNames(
      planStacks('photographs-of-the-families-x', { Stage: 'staging' }, 'eu-west-1'),
      true,
    );
    expect(finding).toMatchObject({ weight: 'stops', sentence: expect.stringContaining('may have 64') });
  });

  it('finds what is there already, unless it is the stack’s own', async () => {
    free();
    events
      .on(DescribeEventBusCommand, { Name: 'shutterbus-staging' })
      .resolves({ Name: 'shutterbus-staging' });
    const [hook = ''] = planned.names.flatMap(({ type, name }) =>
      type === 'AWS::Lambda::Function' ? [name] : [],
    );
    lambda.on(GetFunctionConfigurationCommand, { FunctionName: hook }).resolves({ FunctionName: hook });
    expect((await findNames(planned, true)).map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('named shutterbus-staging'),
      expect.stringContaining(`named ${hook}`),
    ]);
    expect(weights(await findNames(planned, false))).toEqual(['fine']);
  });
});

describe('findStackState', () => {
  const of = (status: string | undefined) =>
    findStackState('shutterbus-staging', 'staging', status ? { status, parameters: {} } : undefined);

  it.each([
    [undefined, 'fine', 'sam deploy --config-env staging --disable-rollback'],
    ['CREATE_FAILED', 'fine', 'sam deploy --config-env staging --disable-rollback'],
    ['ROLLBACK_FAILED', 'stops', 'npm run teardown -- --stage staging --stack shutterbus-staging'],
    ['ROLLBACK_COMPLETE', 'stops', 'npm run teardown'],
    ['UPDATE_ROLLBACK_FAILED', 'stops', 'continue-update-rollback'],
    ['UPDATE_IN_PROGRESS', 'stops', 'Wait'],
    ['UPDATE_ROLLBACK_COMPLETE', 'fine', 'is there'],
  ])('of %s: %s', (status, weight, words) => {
    expect(of(status)).toEqual({ weight, sentence: expect.stringContaining(words) });
  });
});

describe('readDeployed', () => {
  it('knows no stack that is not there, or was only looked at', async () => {
    cloudFormation
      .on(DescribeStacksCommand)
      .rejects(named('ValidationError', 'Stack with id x does not exist'));
    expect(await readDeployed('x')).toBeUndefined();
    const CreationTime = new Date();
    cloudFormation
      .on(DescribeStacksCommand)
      .resolves({ Stacks: [{ StackName: 'x', CreationTime, StackStatus: 'REVIEW_IN_PROGRESS' }] });
    expect(await readDeployed('x')).toBeUndefined();
    cloudFormation.on(DescribeStacksCommand).rejects(named('ExpiredToken'));
    await expect(readDeployed('x')).rejects.toThrow('ExpiredToken');
  });
});

describe('what a stage is deployed with', () => {
  const config = stageConfig(
    '[prod.global.parameters]\nstack_name = "photos"\n[prod.deploy.parameters]\nparameter_overrides = "Stage=prod ReserveConcurrency=true"',
    'prod',
  );

  it('is what was given, then samconfig.toml, then the stack, then the template', () => {
    expect(config.stackName).toBe('photos');
    const values = stageParameters(config, ['MailFrom=A <a@b.example>'], {
      ...{ ReserveConcurrency: 'false', MailFrom: 'old@b.example', LogRetentionDays: '90' },
    });
    expect(values).toMatchObject({
      ...{ Stage: 'prod', ReserveConcurrency: 'true', MailFrom: 'A <a@b.example>' },
      ...{ LogRetentionDays: '90', Architecture: 'arm64' },
    });
  });

  it('has no parameter that the template does not have', () => {
    expect(() => stageParameters(config, ['MailForm=x'], {})).toThrow('no parameter MailForm');
  });

  it('reserves what the templates reserve, and only where they are told to', () => {
    const reservedWith = (ReserveConcurrency: string) =>
      planStacks('photos', { Stage: 'prod', ReserveConcurrency }, 'eu-west-1').reservedConcurrency;
    expect(reservedWith('true')).toBeGreaterThan(0);
    expect(reservedWith('false')).toBe(0);
  });
});

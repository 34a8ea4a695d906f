import { decodeJwt } from 'jose';
import { makeTestPool, type TestPool, type TestPoolOptions } from '../../../test/cognito-pool.ts';

let pool: TestPool;
const Username = 'ann@example.com';
const Password = 'Correct horse 1';

async function start(options?: TestPoolOptions): Promise<void> {
  pool = await makeTestPool(options);
}
afterEach(() => pool.close());

/** Calls as a browser does. */
async function call(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const response = await fetch(pool.endpoint, {
    method: 'POST',
    headers: {
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      'content-type': 'application/x-amz-json-1.1',
    },
    body: JSON.stringify({ ClientId: pool.clientId, Username, ...input }),
  });
  return (await response.json()) as Record<string, unknown>;
}
const signUp = (input: Record<string, unknown> = {}) => call('SignUp', { Password, ...input });
const confirm = () => call('ConfirmSignUp', { ConfirmationCode: pool.lastCode(Username) });
const signIn = () =>
  call('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: Username, PASSWORD: Password },
  });

describe('triggers', () => {
  it('see each step with the documented event', async () => {
    await start();
    const { UserSub } = await signUp({
      UserAttributes: [{ Name: 'custom:handle', Value: 'ann' }],
      ValidationData: [{ Name: 'k', Value: 'v' }],
      ClientMetadata: { m: '1' },
    });
    await confirm();
    await signIn();
    expect(pool.triggerCalls.map(({ triggerSource }) => triggerSource)).toEqual([
      'PreSignUp_SignUp',
      'CustomMessage_SignUp',
      'PostConfirmation_ConfirmSignUp',
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_Authentication',
    ]);
    const sourceArn = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${pool.poolId}`;
    const service = { service: 'cognito-idp.amazonaws.com', sourceArn, sourceAccount: '000000000000' };
    expect(pool.callers).toEqual(pool.triggerCalls.map(() => ({ kind: 'service', ...service })));
    expect(pool.triggerCalls[0]).toEqual({
      version: '1',
      triggerSource: 'PreSignUp_SignUp',
      region: 'us-east-1',
      userPoolId: pool.poolId,
      userName: UserSub,
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: pool.clientId },
      request: {
        userAttributes: { email: Username, 'custom:handle': 'ann' },
        validationData: { k: 'v' },
        clientMetadata: { m: '1' },
      },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    });
    expect(pool.triggerCalls[2]).toMatchObject({
      userName: UserSub,
      request: {
        userAttributes: {
          sub: UserSub,
          email: Username,
          email_verified: 'true',
          'cognito:user_status': 'CONFIRMED',
          'custom:handle': 'ann',
        },
      },
    });
  });

  it('let PreSignUp refuse, and nobody is signed up', async () => {
    await start();
    const payload = JSON.stringify({ errorType: 'Error', errorMessage: 'handle is taken' });
    pool.functions.PreSignUp = async () => ({ payload, functionError: 'Unhandled' });
    expect(await signUp()).toEqual({
      __type: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error handle is taken.',
    });
    expect(pool.triggerCalls).toHaveLength(1);
    delete pool.functions.PreSignUp;
    expect(await signUp()).toMatchObject({ UserConfirmed: false });
  });

  it('let PreSignUp confirm', async () => {
    await start();
    pool.functions.PreSignUp = async (event) => ({
      payload: JSON.stringify({ ...event, response: { autoConfirmUser: true, autoVerifyEmail: true } }),
    });
    expect(await signUp()).toMatchObject({ UserConfirmed: true });
    expect(pool.triggerCalls.at(-1)?.triggerSource).toBe('PostConfirmation_ConfirmSignUp');
    expect(pool.mails).toEqual([]);
    expect(await signIn()).toMatchObject({ AuthenticationResult: { TokenType: 'Bearer' } });
  });

  it('report a failed PostConfirmation, though the account is confirmed', async () => {
    await start();
    pool.functions.PostConfirmation = async () => ({
      payload: '{"errorMessage":"no"}',
      functionError: 'Unhandled',
    });
    await signUp();
    expect(await confirm()).toMatchObject({ message: 'PostConfirmation failed with error no.' });
    expect(await signIn()).toMatchObject({ AuthenticationResult: { TokenType: 'Bearer' } });
  });

  it('are tried three times when they are late', async () => {
    await start();
    pool.functions.PreSignUp = () => new Promise(() => {});
    expect(await signUp()).toMatchObject({
      __type: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error Socket timeout while invoking Lambda function.',
    });
    expect(pool.triggerCalls).toHaveLength(3);
  });

  it('must answer with an event', async () => {
    await start();
    pool.functions.PreSignUp = async () => ({ payload: 'null' });
    expect(await signUp()).toMatchObject({
      __type: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    });
  });

  it('write the mail', async () => {
    await start({ pool: { EmailConfiguration: { From: 'Shop <shop@example.com>' } } });
    const response = {
      emailSubject: 'Welcome, {username}',
      emailMessage: '<h1>Hi &amp; hello</h1><p>Code: <b>{####}</b></p>',
    };
    pool.functions.CustomMessage = async (event) => ({ payload: JSON.stringify({ ...event, response }) });
    await signUp();
    const code = pool.lastCode(Username);
    expect(pool.mails).toEqual([
      {
        from: 'Shop <shop@example.com>',
        to: [Username],
        subject: `Welcome, ${Username}`,
        html: `<h1>Hi &amp; hello</h1><p>Code: <b>${code}</b></p>`,
        text: `Hi & hello\nCode: ${code}`,
      },
    ]);
    expect(pool.triggerCalls.at(-1)?.request).toMatchObject({
      codeParameter: '{####}',
      usernameParameter: null,
      userAttributes: { 'cognito:user_status': 'UNCONFIRMED' },
    });
  });

  it('change the claims, but not the reserved ones', async () => {
    await start();
    const claimsOverrideDetails = {
      claimsToAddOrOverride: { plan: 'free', sub: 'other' },
      claimsToSuppress: ['email', 'aud'],
      groupOverrideDetails: { groupsToOverride: ['admin'] },
    };
    pool.functions.PreTokenGeneration = async (event) => ({
      payload: JSON.stringify({ ...event, response: { claimsOverrideDetails } }),
    });
    const { UserSub } = await signUp();
    await confirm();
    const { AuthenticationResult } = (await signIn()) as {
      AuthenticationResult: { IdToken: string; AccessToken: string };
    };
    const id = decodeJwt(AuthenticationResult.IdToken);
    expect(id).toMatchObject({ plan: 'free', sub: UserSub, aud: pool.clientId, 'cognito:groups': ['admin'] });
    expect(id).not.toHaveProperty('email');
    expect(decodeJwt(AuthenticationResult.AccessToken)).not.toHaveProperty('plan');
  });
});

describe('mails without trigger', () => {
  it('follow the template of the pool', async () => {
    await start({
      pool: {
        LambdaConfig: {},
        VerificationMessageTemplate: { EmailSubject: 'Your code', EmailMessage: 'It is {####}.' },
      },
    });
    await signUp();
    expect(pool.mails[0]).toMatchObject({
      subject: 'Your code',
      text: expect.stringMatching(/^It is \d{6}\.$/),
    });
    expect(pool.triggerCalls).toEqual([]);
  });
});

describe('the edge', () => {
  it('names an operation that is not there', async () => {
    await start();
    expect(await call('AssociateSoftwareToken', {})).toMatchObject({
      message: expect.stringContaining('AssociateSoftwareToken'),
    });
    const configuration = await fetch(`${pool.endpoint}/${pool.poolId}/.well-known/openid-configuration`);
    expect(await configuration.json()).toMatchObject({
      issuer: `https://cognito-idp.us-east-1.amazonaws.com/${pool.poolId}`,
    });
  });
});

describe('resources', () => {
  it.each([
    ['AWS::Cognito::UserPool', { MfaConfiguration: 'ON' }, /multi-factor/],
    ['AWS::Cognito::UserPool', { LambdaConfig: { UserMigration: 'arn:x' } }, /does not run this trigger/],
    ['AWS::Cognito::UserPool', { SmsConfiguration: {} }, /SmsConfiguration/],
    ['AWS::Cognito::UserPoolClient', { UserPoolId: 'x', GenerateSecret: true }, /without a secret/],
    [
      'AWS::Cognito::UserPoolClient',
      { UserPoolId: 'x', RefreshTokenRotation: { Feature: 'ENABLED' } },
      /ALLOW_REFRESH_TOKEN_AUTH left out/,
    ],
  ])('%s refuses %j', async (type, properties, message) => {
    await start();
    const provider = pool.cognito.resources.find((one) => one.type === type);
    expect(() => provider?.properties.parse(properties)).toThrow(message);
  });

  it('keep their ids', async () => {
    await start();
    expect(pool.poolId).toMatch(/^us-east-1_[A-Za-z0-9]{9}$/);
    expect(pool.clientId).toMatch(/^[a-z0-9]{26}$/);
  });
});

import {
  AdminDisableUserCommand,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { makeTestPool, type TestPool } from '../../../test/cognito-pool.ts';

const Password = 'Correct horse 1';
let pool: TestPool;
let ClientId: string;
let publicClient: CognitoIdentityProviderClient;

const connect = (to: TestPool): void => {
  pool = to;
  ClientId = to.clientId;
  publicClient = new CognitoIdentityProviderClient({
    region: 'us-east-1',
    endpoint: to.endpoint,
    signer: { sign: async (request) => request },
  });
};
beforeEach(async () => connect(await makeTestPool()));
afterEach(() => {
  publicClient.destroy();
  pool.close();
});

const signUp = (Username: string) => publicClient.send(new SignUpCommand({ ClientId, Username, Password }));
async function confirmed(Username: string): Promise<void> {
  await signUp(Username);
  await publicClient.send(
    new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: pool.lastCode(Username) }),
  );
}
const signIn = (USERNAME: string, PASSWORD = Password): Promise<InitiateAuthCommandOutput> =>
  publicClient.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
const wrongCode = (right: string): string => (right === '000000' ? '000001' : '000000');

describe('SignUp', () => {
  it.each([
    [
      'a name that is no address',
      { Username: 'ann' },
      'InvalidParameterException',
      'Username should be an email.',
    ],
    [
      'a weak password',
      { Password: 'Short 1' },
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
    ],
    [
      'an unknown client',
      { ClientId: 'none' },
      'ResourceNotFoundException',
      'User pool client none does not exist.',
    ],
    [
      'an attribute that the pool has not',
      { UserAttributes: [{ Name: 'custom:x', Value: '1' }] },
      'InvalidParameterException',
      /custom:x/,
    ],
    [
      'a verified flag',
      { UserAttributes: [{ Name: 'email_verified', Value: 'true' }] },
      'NotAuthorizedException',
      /unauthorized attribute/,
    ],
    [
      'a value too long',
      { UserAttributes: [{ Name: 'custom:handle', Value: 'x'.repeat(21) }] },
      'InvalidParameterException',
      /20 characters/,
    ],
  ])('refuses %s', async (_case, change, name, message) => {
    const command = new SignUpCommand({ ClientId, Username: 'ann@example.com', Password, ...change });
    await expect(publicClient.send(command)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
    expect(pool.mails).toEqual([]);
  });

  it('refuses an address that is taken, whatever its case', async () => {
    await signUp('ann@example.com');
    await expect(signUp('ANN@example.com')).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    });
  });
});

describe('ConfirmSignUp', () => {
  const confirm = (ConfirmationCode: string) =>
    publicClient.send(new ConfirmSignUpCommand({ ClientId, Username: 'ann@example.com', ConfirmationCode }));

  it('takes the newest code once', async () => {
    await signUp('ann@example.com');
    const first = pool.lastCode('ann@example.com');
    await publicClient.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'ann@example.com' }));
    const second = pool.lastCode('ann@example.com');
    if (first !== second)
      await expect(confirm(first)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await confirm(second);
    await expect(confirm(second)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
    await expect(
      publicClient.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'ann@example.com' })),
    ).rejects.toMatchObject({
      message: 'User is already confirmed.',
    });
  });

  it('limits wrong codes, and then the right one too, until a while has passed', async () => {
    await signUp('ann@example.com');
    const code = pool.lastCode('ann@example.com');
    for (let i = 0; i < 5; i++) {
      await expect(confirm(wrongCode(code))).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    await expect(confirm(code)).rejects.toMatchObject({ name: 'LimitExceededException' });
    pool.advance(16 * 60_000);
    await confirm(code);
  });

  it('refuses a code after 24 hours', async () => {
    await signUp('ann@example.com');
    pool.advance(24 * 3_600_000);
    await expect(confirm(pool.lastCode('ann@example.com'))).rejects.toMatchObject({
      name: 'ExpiredCodeException',
    });
  });
});

describe('a person who does not exist', () => {
  const Username = 'nobody@example.com';

  it('stays unknown to the client', async () => {
    await expect(signIn(Username)).rejects.toMatchObject({ message: 'Incorrect username or password.' });
    const forgot = await publicClient.send(new ForgotPasswordCommand({ ClientId, Username }));
    expect(forgot.CodeDeliveryDetails?.Destination).toBe('n***@e***');
    const reset = new ConfirmForgotPasswordCommand({
      ClientId,
      Username,
      Password,
      ConfirmationCode: '123456',
    });
    await expect(publicClient.send(reset)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    const srp = {
      ClientId,
      AuthFlow: 'USER_SRP_AUTH' as const,
      AuthParameters: { USERNAME: Username, SRP_A: 'abc' },
    };
    const [one, two] = [
      await publicClient.send(new InitiateAuthCommand(srp)),
      await publicClient.send(new InitiateAuthCommand(srp)),
    ];
    expect(one.ChallengeParameters?.SALT).toBe(two.ChallengeParameters?.SALT);
    expect(one.ChallengeParameters?.USER_ID_FOR_SRP).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    expect(pool.mails).toEqual([]);
  });

  it('is named where the client asks for it', async () => {
    pool.close();
    connect(await makeTestPool({ client: { PreventUserExistenceErrors: 'LEGACY' } }));
    await expect(signIn(Username)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});

describe('signing in', () => {
  it('tells of an account that is not confirmed, whatever the password', async () => {
    await signUp('ann@example.com');
    for (const attempt of [Password, 'Another horse 2'])
      await expect(signIn('ann@example.com', attempt)).rejects.toMatchObject({
        name: 'UserNotConfirmedException',
      });
  });

  it('locks after five wrong passwords, for a while', async () => {
    await confirmed('ann@example.com');
    for (let i = 0; i < 5; i++) {
      await expect(signIn('ann@example.com', 'wrong')).rejects.toMatchObject({
        message: 'Incorrect username or password.',
      });
    }
    await expect(signIn('ann@example.com')).rejects.toMatchObject({ message: 'Password attempts exceeded' });
    pool.advance(1100);
    expect((await signIn('ann@example.com')).AuthenticationResult?.TokenType).toBe('Bearer');
  });

  it('refuses an SRP value that gives the key away', async () => {
    await confirmed('ann@example.com');
    const AuthParameters = { USERNAME: 'ann@example.com', SRP_A: '0' };
    await expect(
      publicClient.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('refuses a flow that the client has not', async () => {
    pool.close();
    connect(await makeTestPool({ client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } }));
    await expect(signIn('ann@example.com')).rejects.toMatchObject({
      message: 'USER_PASSWORD_AUTH is not enabled for the client.',
    });
  });

  it('ends with a disabled or deleted user', async () => {
    await confirmed('ann@example.com');
    const { AccessToken, IdToken } = (await signIn('ann@example.com')).AuthenticationResult ?? {};
    await expect(publicClient.send(new GetUserCommand({ AccessToken: IdToken }))).rejects.toMatchObject({
      message: 'Invalid Access Token',
    });
    await pool.admin.send(
      new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: 'ann@example.com' }),
    );
    await expect(signIn('ann@example.com')).rejects.toMatchObject({ message: 'User is disabled.' });
    await expect(publicClient.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});

describe('refresh tokens', () => {
  const refresh = (RefreshToken: string | undefined) =>
    publicClient.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));

  it('rotate, and the old one works on for the grace period', async () => {
    pool.close();
    const RefreshTokenRotation = { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 };
    connect(
      await makeTestPool({
        client: { RefreshTokenRotation, ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] },
      }),
    );
    await confirmed('ann@example.com');
    const first = (await signIn('ann@example.com')).AuthenticationResult?.RefreshToken;
    const second = (await refresh(first)).AuthenticationResult?.RefreshToken;
    expect(second).not.toBe(first);
    expect((await refresh(first)).AuthenticationResult?.AccessToken).toBeDefined();
    pool.advance(10_000);
    await expect(refresh(first)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' });
    expect((await refresh(second)).AuthenticationResult?.RefreshToken).toBeDefined();
    pool.advance(30 * 86_400_000);
    await expect(refresh(second)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('can be revoked, and their access tokens with them', async () => {
    await confirmed('ann@example.com');
    const { AccessToken, RefreshToken } = (await signIn('ann@example.com')).AuthenticationResult ?? {};
    await publicClient.send(new RevokeTokenCommand({ ClientId, Token: RefreshToken }));
    await expect(refresh(RefreshToken)).rejects.toMatchObject({ message: 'Refresh Token has been revoked' });
    await expect(publicClient.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    });
    await expect(
      publicClient.send(new RevokeTokenCommand({ ClientId, Token: AccessToken })),
    ).rejects.toMatchObject({
      name: 'UnsupportedTokenTypeException',
    });
  });
});

describe('an account', () => {
  it('changes its address only through a code to the new one', async () => {
    pool.close();
    const UserAttributeUpdateSettings = { AttributesRequireVerificationBeforeUpdate: ['email'] };
    connect(await makeTestPool({ pool: { UserAttributeUpdateSettings } }));
    await confirmed('ann@example.com');
    await confirmed('bob@example.com');
    const { AccessToken } = (await signIn('ann@example.com')).AuthenticationResult ?? {};
    const update = (Name: string, Value: string) =>
      publicClient.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }));
    await expect(update('email', 'bob@example.com')).rejects.toMatchObject({ name: 'AliasExistsException' });
    await expect(update('custom:handle', 'x')).rejects.toMatchObject({
      message: expect.stringContaining('cannot be updated'),
    });
    await update('email', 'new@example.com');
    expect((await signIn('ann@example.com')).AuthenticationResult).toBeDefined();
    const Code = pool.lastCode('new@example.com');
    await publicClient.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }));
    expect((await signIn('new@example.com')).AuthenticationResult).toBeDefined();
  });

  it('limits guesses of the old password', async () => {
    await confirmed('ann@example.com');
    const { AccessToken } = (await signIn('ann@example.com')).AuthenticationResult ?? {};
    const change = (PreviousPassword: string) =>
      publicClient.send(
        new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword: 'Another horse 2' }),
      );
    for (let i = 0; i < 5; i++)
      await expect(change('wrong')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(change(Password)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('is there after a restart, with its tokens and open codes, and no password in the state', async () => {
    await confirmed('ann@example.com');
    await signUp('bob@example.com');
    const code = pool.lastCode('bob@example.com');
    const { AccessToken } = (await signIn('ann@example.com')).AuthenticationResult ?? {};
    const { poolId } = pool;
    connect(await pool.again());
    expect(pool.poolId).toBe(poolId);
    expect((await publicClient.send(new GetUserCommand({ AccessToken }))).UserAttributes).toContainEqual({
      Name: 'email_verified',
      Value: 'true',
    });
    expect((await signIn('ann@example.com')).AuthenticationResult).toBeDefined();
    await publicClient.send(
      new ConfirmSignUpCommand({ ClientId, Username: 'bob@example.com', ConfirmationCode: code }),
    );
  });
});

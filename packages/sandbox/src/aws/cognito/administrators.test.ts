import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { makeTestPool, type TestPool } from '../../../test/cognito-pool.ts';

const Password = 'Correct horse 1';
let pool: TestPool;
let ClientId: string;

beforeEach(async () => {
  pool = await makeTestPool();
  ClientId = pool.clientId;
});
afterEach(() => pool.close());

const signUp = (Username: string) => pool.admin.send(new SignUpCommand({ ClientId, Username, Password }));
const signIn = (USERNAME: string, PASSWORD: string) =>
  pool.admin.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );

describe('administrators', () => {
  it('must sign', async () => {
    const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers' };
    const body = JSON.stringify({ UserPoolId: pool.poolId });
    const response = await fetch(pool.endpoint, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  it('see, confirm, change and invite users', async () => {
    const UserPoolId = pool.poolId;
    const target = { UserPoolId, Username: 'ann@example.com' };
    const { UserSub } = await signUp('ann@example.com');
    await pool.admin.send(new AdminConfirmSignUpCommand(target));
    expect(pool.triggerCalls.at(-1)).toMatchObject({
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
    });
    await pool.admin.send(
      new AdminUpdateUserAttributesCommand({
        ...target,
        UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
      }),
    );
    await pool.admin.send(
      new AdminSetUserPasswordCommand({ ...target, Password: 'Another horse 2', Permanent: true }),
    );
    expect(await pool.admin.send(new AdminGetUserCommand(target))).toMatchObject({
      Username: UserSub,
      UserStatus: 'CONFIRMED',
      Enabled: true,
      UserCreateDate: expect.any(Date),
      UserAttributes: expect.arrayContaining([{ Name: 'email_verified', Value: 'true' }]),
    });
    expect((await signIn('ann@example.com', 'Another horse 2')).AuthenticationResult).toBeDefined();
    await pool.admin.send(new AdminCreateUserCommand({ UserPoolId, Username: 'bob@example.com' }));
    const list = async (Filter?: string) =>
      (await pool.admin.send(new ListUsersCommand({ UserPoolId, Filter }))).Users ?? [];
    expect(await list()).toHaveLength(2);
    expect(await list('email ^= "bob"')).toMatchObject([{ UserStatus: 'FORCE_CHANGE_PASSWORD' }]);
    expect(await list(`sub = "${UserSub}"`)).toHaveLength(1);
    await expect(
      pool.admin.send(new AdminGetUserCommand({ UserPoolId, Username: 'x' })),
    ).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  it('describe pools and clients', async () => {
    const UserPoolId = pool.poolId;
    expect((await pool.admin.send(new ListUserPoolsCommand({ MaxResults: 10 }))).UserPools).toMatchObject([
      { Id: UserPoolId },
    ]);
    expect(
      (await pool.admin.send(new ListUserPoolClientsCommand({ UserPoolId }))).UserPoolClients,
    ).toMatchObject([{ ClientId }]);
    const { UserPool } = await pool.admin.send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(UserPool).toMatchObject({
      UsernameAttributes: ['email'],
      Policies: { PasswordPolicy: { MinimumLength: 12 } },
    });
    const described = await pool.admin.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(described.UserPoolClient).toMatchObject({ ClientId, PreventUserExistenceErrors: 'ENABLED' });
  });
});

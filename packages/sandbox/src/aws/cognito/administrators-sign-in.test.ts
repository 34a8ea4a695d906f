import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminUserGlobalSignOutCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { makeTestPool, type TestPool } from '../../../test/cognito-pool.ts';

const Password = 'Correct horse 1';
const next = 'Another horse 2';
let pool: TestPool;
beforeEach(async () => {
  pool = await makeTestPool({
    client: {
      ExplicitAuthFlows: [
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
    },
  });
});
afterEach(() => pool.close());

const Username = 'ann@example.com';
const target = () => ({ UserPoolId: pool.poolId, Username });
const signIn = (PASSWORD = Password) =>
  pool.admin.send(
    new AdminInitiateAuthCommand({
      ...{ UserPoolId: pool.poolId, ClientId: pool.clientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' as const },
      AuthParameters: { USERNAME: Username, PASSWORD },
    }),
  );
const join = async () => {
  await pool.admin.send(new SignUpCommand({ ClientId: pool.clientId, Username, Password }));
  await pool.admin.send(new AdminConfirmSignUpCommand(target()));
};

describe('administrators', () => {
  it('sign a user in, and sign them out everywhere', async () => {
    await join();
    const AccessToken = (await signIn()).AuthenticationResult?.AccessToken ?? '';
    await pool.admin.send(new GetUserCommand({ AccessToken }));
    await pool.admin.send(new AdminUserGlobalSignOutCommand(target()));
    await expect(pool.admin.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('lock a user out, let them in again, and delete them', async () => {
    await join();
    await pool.admin.send(new AdminDisableUserCommand(target()));
    await expect(signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await pool.admin.send(new AdminEnableUserCommand(target()));
    expect((await signIn()).AuthenticationResult).toBeDefined();
    await pool.admin.send(new AdminDeleteUserCommand(target()));
    await expect(pool.admin.send(new AdminGetUserCommand(target()))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  it.each(['by an administrator', 'by the user'])(
    'have an invited user choose a password, answered %s',
    async (who) => {
      const MessageAction = 'SUPPRESS' as const;
      await pool.admin.send(
        new AdminCreateUserCommand({ ...target(), TemporaryPassword: Password, MessageAction }),
      );
      const ClientId = pool.clientId;
      const { ChallengeName, Session } = await (who === 'by the user'
        ? pool.admin.send(
            new InitiateAuthCommand({
              ...{ ClientId, AuthFlow: 'USER_PASSWORD_AUTH' as const },
              AuthParameters: { USERNAME: Username, PASSWORD: Password },
            }),
          )
        : signIn());
      expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
      const answer = {
        ...{ ClientId, ChallengeName: 'NEW_PASSWORD_REQUIRED' as const, Session },
        ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: next },
      };
      const { AuthenticationResult } = await (who === 'by the user'
        ? pool.admin.send(new RespondToAuthChallengeCommand(answer))
        : pool.admin.send(new AdminRespondToAuthChallengeCommand({ ...answer, UserPoolId: pool.poolId })));
      expect(AuthenticationResult?.AccessToken).toBeDefined();
      expect((await signIn(next)).AuthenticationResult).toBeDefined();
    },
  );
});

describe('somebody signed in', () => {
  it('has a code sent for an address that is to be verified', async () => {
    await join();
    const AccessToken = (await signIn()).AuthenticationResult?.AccessToken ?? '';
    const { CodeDeliveryDetails } = await pool.admin.send(
      new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }),
    );
    expect(CodeDeliveryDetails).toMatchObject({ AttributeName: 'email', DeliveryMedium: 'EMAIL' });
    expect(pool.lastCode(Username)).toMatch(/^\d{6}$/);
  });
});

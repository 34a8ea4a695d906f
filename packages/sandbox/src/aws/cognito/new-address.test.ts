import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  InitiateAuthCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { makeTestPool, type TestPool } from '../../../test/cognito-pool.ts';

const Password = 'Correct horse 1';
const Username = 'ann@example.com';
const UserAttributeUpdateSettings = { AttributesRequireVerificationBeforeUpdate: ['email'] };
let pool: TestPool;

const signUp = (attributes: Record<string, string> = {}, name = Username) =>
  pool.admin.send(
    new SignUpCommand({
      ClientId: pool.clientId,
      Username: name,
      Password,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
async function signedUp(): Promise<string | undefined> {
  await signUp({ name: 'Ann' });
  await pool.admin.send(new AdminConfirmSignUpCommand({ UserPoolId: pool.poolId, Username }));
  const { AuthenticationResult } = await pool.admin.send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
    }),
  );
  return AuthenticationResult?.AccessToken;
}
const change = (attributes: Record<string, string>) =>
  pool.admin.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: pool.poolId,
      Username,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
const addressOf = async (name: string) =>
  (
    await pool.admin.send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: name }))
  ).UserAttributes?.find(({ Name }) => Name === 'email')?.Value;

describe('a new address', () => {
  beforeEach(async () => {
    pool = await makeTestPool({
      pool: { UserAttributeUpdateSettings, Schema: [] },
      client: { WriteAttributes: ['name'] },
    });
  });
  afterEach(() => pool.close());

  it('that an administrator writes gets a code, and counts when its owner has entered it', async () => {
    const AccessToken = await signedUp();
    await change({ email: 'new@example.com' });
    expect(await addressOf(Username)).toBe(Username);
    expect(pool.triggerCalls.at(-1)).toMatchObject({
      triggerSource: 'CustomMessage_UpdateUserAttribute',
      callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
    });
    const Code = pool.lastCode('new@example.com');
    await pool.admin.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }));
    expect(await addressOf('new@example.com')).toBe('new@example.com');
  });

  it('counts at once when the administrator says that it is verified', async () => {
    await signedUp();
    await change({ email: 'new@example.com', email_verified: 'true' });
    expect(await addressOf('new@example.com')).toBe('new@example.com');
    expect(pool.lastCode('new@example.com')).toBe('');
  });

  it('is nothing that a client writes which may not: neither later nor at sign-up, where it is the name', async () => {
    const AccessToken = await signedUp();
    const UserAttributes = [{ Name: 'email', Value: 'new@example.com' }];
    const refused = { name: 'NotAuthorizedException' };
    await expect(
      pool.admin.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes })),
    ).rejects.toMatchObject(refused);
    await expect(signUp({ email: 'bob@example.com' }, 'bob@example.com')).rejects.toMatchObject(refused);
    expect(await addressOf(Username)).toBe(Username);
  });
});

describe('a client', () => {
  it('must be able to write what the pool requires of whoever signs up', async () => {
    await expect(
      makeTestPool({
        pool: { Schema: [{ Name: 'email', Required: true }] },
        client: { WriteAttributes: ['name'] },
      }),
    ).rejects.toThrow('Invalid write attributes specified while creating a client');
  });
});

import '@shutterbus/testing/quick-powers';
import { promisify } from 'node:util';
import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import type {
  CognitoUser,
  CognitoUserPool,
  CognitoUserSession,
  ISignUpResult,
} from 'amazon-cognito-identity-js';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { makeTestPool, type TestPool } from '../../../test/cognito-pool.ts';

/** The client library that AWS ships for browsers, which knows nothing of this service's code. */
let library: typeof import('amazon-cognito-identity-js');
let pool: TestPool;
const email = 'ann@example.com';
const password = 'Correct horse 1';

beforeAll(async () => {
  library = await import('amazon-cognito-identity-js');
  pool = await makeTestPool();
});
afterAll(() => pool.close());

const userPool = (): CognitoUserPool =>
  new library.CognitoUserPool({ UserPoolId: pool.poolId, ClientId: pool.clientId, endpoint: pool.endpoint });
const userOf = (name: string): CognitoUser => new library.CognitoUser({ Username: name, Pool: userPool() });

function signUp(name: string): Promise<ISignUpResult | undefined> {
  const attributes = [new library.CognitoUserAttribute({ Name: 'custom:handle', Value: 'ann' })];
  return new Promise((resolve, reject) => {
    userPool().signUp(name, password, attributes, [], (error, result) =>
      error ? reject(error) : resolve(result),
    );
  });
}

function signIn(
  user: CognitoUser,
  name: string,
  secret: string,
  newPassword?: string,
): Promise<CognitoUserSession> {
  const details = new library.AuthenticationDetails({ Username: name, Password: secret });
  return new Promise((onSuccess, onFailure) => {
    user.authenticateUser(details, {
      onSuccess,
      onFailure,
      newPasswordRequired: () =>
        user.completeNewPasswordChallenge(newPassword ?? '', {}, { onSuccess, onFailure }),
    });
  });
}

describe('a person with amazon-cognito-identity-js', () => {
  it('signs up, confirms, signs in by SRP, refreshes, changes the password, signs out everywhere and leaves', async () => {
    const signedUp = await signUp(email);
    expect(signedUp).toMatchObject({
      userConfirmed: false,
      codeDeliveryDetails: { Destination: 'a***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    await expect(signIn(userOf(email), email, password)).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
    });
    const confirm = userOf(email);
    const code = pool.lastCode(email);
    expect(await promisify(confirm.confirmRegistration.bind(confirm))(code, false)).toBe('SUCCESS');

    const user = userOf('Ann@Example.com');
    const session = await signIn(user, 'Ann@Example.com', password);
    const claims = session.getIdToken().payload;
    expect(claims).toMatchObject({
      email,
      email_verified: true,
      'custom:handle': 'ann',
      'cognito:username': signedUp?.userSub,
    });

    const refresh = promisify(user.refreshSession.bind(user));
    const refreshed: CognitoUserSession = await refresh(session.getRefreshToken());
    expect(refreshed.getAccessToken().payload.origin_jti).toBe(claims.origin_jti);
    expect(refreshed.getAccessToken().getJwtToken()).not.toBe(session.getAccessToken().getJwtToken());

    const change = promisify(user.changePassword.bind(user));
    await expect(change('wrong', 'Another horse 2')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    expect(await change(password, 'Another horse 2')).toBe('SUCCESS');
    await expect(signIn(userOf(email), email, password)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });

    const other = userOf(email);
    await signIn(other, email, 'Another horse 2');
    await new Promise<string>((onSuccess, onFailure) => user.globalSignOut({ onSuccess, onFailure }));
    await expect(promisify(other.getUserData.bind(other))()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });

    const again = userOf(email);
    await signIn(again, email, 'Another horse 2');
    expect(await promisify(again.deleteUser.bind(again))()).toBe('SUCCESS');
    await expect(signIn(userOf(email), email, 'Another horse 2')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('resets a lost password', async () => {
    const name = 'bob@example.com';
    await signUp(name);
    const user = userOf(name);
    await promisify(user.confirmRegistration.bind(user))(pool.lastCode(name), false);
    const forgot = userOf(name);
    await new Promise((resolve, onFailure) =>
      forgot.forgotPassword({ onSuccess: resolve, onFailure, inputVerificationCode: resolve }),
    );
    await new Promise<string>((onSuccess, onFailure) =>
      forgot.confirmPassword(pool.lastCode(name), 'A new horse 333', { onSuccess, onFailure }),
    );
    expect((await signIn(userOf(name), name, 'A new horse 333')).isValid()).toBe(true);
    expect(pool.triggerCalls.at(-4)?.triggerSource).toBe('PostConfirmation_ConfirmForgotPassword');
  });

  it('is invited by an administrator and chooses a password', async () => {
    const name = 'cy@example.com';
    const attributes = [{ Name: 'email_verified', Value: 'true' }];
    await pool.admin.send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username: name,
        TemporaryPassword: 'Temporary <1>',
        UserAttributes: attributes,
      }),
    );
    expect(pool.mails.at(-1)).toMatchObject({
      to: [name],
      html: `Your username is ${name} and temporary password is Temporary &lt;1&gt;.`,
      text: `Your username is ${name} and temporary password is Temporary <1>.`,
    });
    const session = await signIn(userOf(name), name, 'Temporary <1>', 'My own horse 44');
    expect(session.isValid()).toBe(true);
    expect((await signIn(userOf(name), name, 'My own horse 44')).isValid()).toBe(true);
  });

  it('holds tokens that verify against the published keys', async () => {
    const name = 'dee@example.com';
    await signUp(name);
    const user = userOf(name);
    await promisify(user.confirmRegistration.bind(user))(pool.lastCode(name), false);
    const session = await signIn(userOf(name), name, password);
    const keys = createRemoteJWKSet(new URL(`${pool.endpoint}/${pool.poolId}/.well-known/jwks.json`));
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${pool.poolId}`;
    const access = await jwtVerify(session.getAccessToken().getJwtToken(), keys, { issuer });
    expect(Object.keys(access.payload).sort()).toEqual(
      'auth_time client_id event_id exp iat iss jti origin_jti scope sub token_use username'.split(' '),
    );
    expect(access.payload).toMatchObject({
      client_id: pool.clientId,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username: access.payload.sub,
    });
    const id = await jwtVerify(session.getIdToken().getJwtToken(), keys, { issuer, audience: pool.clientId });
    expect(id.payload).toMatchObject({
      token_use: 'id',
      email: name,
      email_verified: true,
      sub: access.payload.sub,
    });
    expect(pool.cognito.jwksFor(issuer)?.keys[0]?.kid).toBe(access.protectedHeader.kid);
    expect(pool.cognito.jwksFor('https://elsewhere.example.com')).toBeUndefined();
  });
});

import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type App, startApp } from '@shutterbus/testing/app';
import { call, codeFor } from '@shutterbus/testing/person';
import { poll } from '@shutterbus/testing/poll';

const attackers = 'Attackers-passphrase-1';
const owners = 'Owners-own-passphrase-1';

/** Two who both know an address: whose mailbox it is, and who only wrote it into a form. */
describe('an account prepared for somebody else', () => {
  let app: App;
  let ClientId: string;
  /** Calls as a browser does, without credentials of AWS. */
  let cognito: CognitoIdentityProviderClient;

  beforeAll(async () => {
    app = await startApp();
    await connect();
  });
  afterAll(async () => {
    cognito?.destroy();
    await app?.dispose();
  });

  async function connect(): Promise<void> {
    cognito?.destroy();
    const config = (await (await fetch(`${app.webUrl}/config.json`)).json()) as Record<string, string>;
    ClientId = config.userPoolClientId ?? '';
    cognito = new CognitoIdentityProviderClient({
      region: config.region ?? '',
      endpoint: config.cognitoEndpoint ?? '',
      signer: { sign: async (request) => request },
    });
  }
  /** Makes all accounts older, by what the sandbox has written down of them. */
  async function later(minutes: number): Promise<void> {
    await app.kill();
    const db = new DatabaseSync(path.join(app.stateFolder, 'state.sqlite'));
    db.exec(`UPDATE cognito_users SET document =
      json_set(document, '$.createdAt', json_extract(document, '$.createdAt') - ${minutes * 60_000})`);
    db.close();
    app = await startApp(app.stateFolder);
    await connect();
  }
  const release = async (email: string) =>
    (await call(app, 'POST', '/v1/users/released-addresses', { email })).status;

  const newAddress = () => `${randomUUID().slice(0, 8)}@example.com`;
  const signUp = (email: string, Password: string, name = 'Somebody') =>
    cognito.send(
      new SignUpCommand({
        ClientId,
        Username: email,
        Password,
        UserAttributes: [
          { Name: 'name', Value: name },
          { Name: 'custom:handle', Value: randomUUID().slice(0, 8) },
        ],
      }),
    );
  const confirm = async (Username: string) =>
    cognito.send(
      new ConfirmSignUpCommand({
        ClientId,
        Username,
        ConfirmationCode: await codeFor(app, Username, /Your Shutterbus code/),
      }),
    );
  async function signIn(USERNAME: string, PASSWORD: string): Promise<Required<AuthenticationResultType>> {
    const { AuthenticationResult } = await cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD },
      }),
    );
    return AuthenticationResult as Required<AuthenticationResultType>;
  }
  const refresh = ({ RefreshToken }: Required<AuthenticationResultType>) =>
    cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
  async function resetPassword(Username: string, Password: string): Promise<void> {
    await cognito.send(new ForgotPasswordCommand({ ClientId, Username }));
    const ConfirmationCode = await codeFor(app, Username, /Choose a new/);
    await cognito.send(new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode, Password }));
  }

  it('has no session left when its owner has replaced the password, and the owner stays', async () => {
    const email = newAddress();
    await signUp(email, attackers);
    await confirm(email);
    const before = await signIn(email, attackers);
    await resetPassword(email, owners);
    const after = await signIn(email, owners);
    await expect(refresh(before)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(cognito.send(new GetUserCommand({ AccessToken: before.AccessToken }))).rejects.toMatchObject(
      { name: 'NotAuthorizedException' },
    );
    await expect(signIn(email, attackers)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(refresh(after)).resolves.toMatchObject({ AuthenticationResult: { TokenType: 'Bearer' } });
    await poll('a profile is written by a trigger, of which no fact tells', async () =>
      expect((await call(app, 'GET', '/v1/users/me', undefined, after.AccessToken)).status).toBe(200),
    );
  });

  it('does not hold the address: the owner signs up a quarter of an hour after the attacker', async () => {
    const [early, confirmed] = [newAddress(), newAddress()];
    await Promise.all([signUp(early, attackers), signUp(confirmed, owners)]);
    await confirm(confirmed);
    const exists = { name: 'UsernameExistsException' };
    await expect(signUp(early, owners)).rejects.toMatchObject(exists);
    expect(await release(early)).toBe(204);
    await expect(signUp(early, owners)).rejects.toMatchObject(exists);

    await later(16);
    for (const email of [early, confirmed, newAddress()]) expect(await release(email)).toBe(204);
    await signUp(early, owners);
    await confirm(early);
    await expect(signIn(early, attackers)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await signIn(early, owners)).toMatchObject({ TokenType: 'Bearer' });
    await expect(signUp(confirmed, attackers)).rejects.toMatchObject(exists);
    expect(await signIn(confirmed, owners)).toMatchObject({ TokenType: 'Bearer' });
  });

  it('is nobody’s when two sign up at once: one is told, and whoever has the mailbox can replace the password', async () => {
    const email = newAddress();
    const tries = await Promise.allSettled([signUp(email, owners), signUp(email, attackers)]);
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await confirm(email);
    await resetPassword(email, 'A-third-passphrase-3');
    for (const password of [owners, attackers])
      await expect(signIn(email, password)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await signIn(email, 'A-third-passphrase-3')).toMatchObject({ TokenType: 'Bearer' });
  });

  it('is refused with a name or an address that no profile could be made of', async () => {
    const wishes = [
      { email: newAddress(), name: 'half \ud83d' },
      { email: newAddress(), name: '\u200b' },
      { email: `bén-${newAddress()}`, name: 'Ben' },
    ];
    for (const { email, name } of wishes)
      await expect(signUp(email, owners, name)).rejects.toMatchObject({
        name: 'UserLambdaValidationException',
      });
  });
});

import { randomUUID } from 'node:crypto';
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
    const config = (await (await fetch(`${app.webUrl}/config.json`)).json()) as Record<string, string>;
    ClientId = config.userPoolClientId ?? '';
    cognito = new CognitoIdentityProviderClient({
      region: config.region ?? '',
      endpoint: config.cognitoEndpoint ?? '',
      signer: { sign: async (request) => request },
    });
  });
  afterAll(async () => {
    cognito?.destroy();
    await app?.dispose();
  });

  const newAddress = () => `${randomUUID().slice(0, 8)}@example.com`;
  const signUp = (email: string, Password: string) =>
    cognito.send(
      new SignUpCommand({
        ClientId,
        Username: email,
        Password,
        UserAttributes: [
          { Name: 'name', Value: 'Somebody' },
          { Name: 'custom:handle', Value: email.slice(0, 8) },
          { Name: 'email', Value: email },
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
    expect((await call(app, 'GET', '/v1/users/me', undefined, after.AccessToken)).status).toBe(200);
  });
});

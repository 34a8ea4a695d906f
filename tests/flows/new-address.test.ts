import {
  CognitoIdentityProviderClient,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { RunningApp } from '@shutterbus/testing/app';
import { codeFor, mailsTo, Person } from '@shutterbus/testing/person';
import { mailed } from '@shutterbus/testing/wanted';
import { lookAfter } from '@shutterbus/testing/watched-sandbox';
import { sharedApp } from './shared-app.ts';

const email = '/v1/users/me/email';
const confirmation = `${email}/confirmation`;

describe('another e-mail address', () => {
  let app: RunningApp;
  /** Calls as a browser does, without credentials of AWS. */
  let cognito: CognitoIdentityProviderClient;

  beforeAll(async () => {
    app = await sharedApp();
    const config = (await (await fetch(`${app.webUrl}/config.json`)).json()) as Record<string, string>;
    cognito = new CognitoIdentityProviderClient({
      region: config.region ?? '',
      endpoint: config.cognitoEndpoint ?? '',
      signer: { sign: async (request) => request },
    });
  });
  afterAll(() => cognito?.destroy());

  const newAddress = (person: Person) => `new-${person.email}`;
  const wrong = (code: string) => (code === '000000' ? '000001' : '000000');
  const askFor = async (person: Person, address: string) =>
    (await person.post(email, { email: address })).status;
  const confirm = async (person: Person, code: string) => {
    const { status, body } = await person.post(confirmation, { code });
    return status === 204 ? status : `${status} ${body.code}`;
  };
  /** Somebody else follows, and the mail of it is seen to come. */
  async function mailOfFollowerComesTo(address: string, to: Person): Promise<void> {
    const fan = await Person.join(app, 'Fan');
    await fan.put(`/v1/users/${to.handle}/follow`);
    await lookAfter(app, mailed(address), async () => {
      const subjects = (await mailsTo(app, address)).map(({ subject }) => subject);
      expect(subjects).toContain('Fan follows you now');
    });
  }

  it('counts when its code was entered, for signing in and for mails, and the old one until then', async () => {
    const anna = await Person.join(app, 'Anna');
    const [before, after] = [anna.email, newAddress(anna)];
    expect(await askFor(anna, after)).toBe(204);
    await anna.signIn();
    const code = await codeFor(app, after, /Confirm your e-mail address/);
    expect(await confirm(anna, wrong(code))).toBe('400 wrong-code');
    expect(await confirm(anna, code)).toBe(204);
    // As after an answer that was lost.
    expect(await confirm(anna, code)).toBe(204);

    await expect(anna.signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await mailOfFollowerComesTo(after, anna);
    expect((await mailsTo(app, before)).map(({ subject }) => subject)).not.toContain('Fan follows you now');
  });

  it('is told of at the next attempt when the first ended after Cognito had taken the code', async () => {
    const anna = await Person.join(app, 'Anna');
    expect(await askFor(anna, newAddress(anna))).toBe(204);
    const Code = await codeFor(app, newAddress(anna), /Confirm your e-mail address/);
    await cognito.send(
      new VerifyUserAttributeCommand({ AccessToken: anna.accessToken, AttributeName: 'email', Code }),
    );
    expect(await confirm(anna, Code)).toBe(204);
    await mailOfFollowerComesTo(newAddress(anna), anna);
  });

  it('is not somebody else’s, whoever comes first, and no mail goes where it is', async () => {
    const [anna, ben] = [await Person.join(app, 'Anna'), await Person.join(app, 'Ben')];
    expect(await askFor(anna, ben.email)).toBe(409);
    expect(await askFor(anna, anna.email.toUpperCase())).toBe(409);
    const free = newAddress(anna);
    for (const person of [anna, ben]) expect(await askFor(person, free)).toBe(204);
    const [annas, bens] = await lookAfter(app, mailed(free), async () => {
      const codes = (await mailsTo(app, free)).map(({ html }) => /\b\d{6}\b/.exec(html)?.[0] ?? '');
      if (codes.length < 2) throw new Error('the codes are on their way');
      return codes;
    });
    expect(await confirm(anna, annas ?? '')).toBe(204);
    expect(await confirm(ben, bens ?? '')).toBe('409 address-taken');
    await ben.signIn();
  });

  it('is written by nobody past the service, and asked for by nobody without a token', async () => {
    const anna = await Person.join(app, 'Anna');
    await expect(
      cognito.send(
        new UpdateUserAttributesCommand({
          AccessToken: anna.accessToken,
          UserAttributes: [{ Name: 'email', Value: newAddress(anna) }],
        }),
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await anna.call('POST', email, { email: newAddress(anna) }, '')).status).toBe(401);
    expect(await askFor(anna, 'no address')).toBe(400);
  });
});

import {
  AdminDeleteUserCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, startBrowser } from '@shutterbus/testing/browser';
import { developer } from '@shutterbus/testing/developer';
import { eventually } from '@shutterbus/testing/eventually';
import { mailsTo } from '@shutterbus/testing/person';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';

const password = 'A-long-enough-passphrase-1';
const newPassword = 'Another-long-passphrase-2';
const attackers = 'Attackers-passphrase-1';

/** What the pages around an account keep, whoever else knows the address. */
describe('the pages around an account', () => {
  let app: App;
  let browser: Browser;
  let cognito: CognitoIdentityProviderClient;
  let config: Record<string, string>;
  const complaints: string[] = [];

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    config = (await (await fetch(`${app.webUrl}/config.json`)).json()) as Record<string, string>;
    cognito = new CognitoIdentityProviderClient(developer(app));
  });
  afterAll(async () => {
    cognito?.destroy();
    await browser?.close();
    await app?.dispose();
  });

  /** A browser of its own. */
  const open = () => openPage(browser, app.webUrl, (complaint) => complaints.push(complaint));
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  async function fillJoin(page: Page, handle: string): Promise<void> {
    await page.goto('/join');
    await page.getByLabel('Name', { exact: true }).fill(handle);
    await page.getByLabel('Handle', { exact: true }).fill(handle);
    await page.getByLabel('E-mail address', { exact: true }).fill(`${handle}@example.com`);
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await button(page, 'Join').click();
  }
  async function join(page: Page, handle: string): Promise<void> {
    await fillJoin(page, handle);
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await enterCode(page, await codeIn(handle, 1));
    await button(page, 'Confirm').click();
    await signedIn(page, handle);
  }
  const enterCode = (page: Page, code: string) => page.getByLabel('Code from the mail').fill(code);
  /** The code in somebody's nth mail with one. */
  const codeIn = (handle: string, nth: number): Promise<string> =>
    eventually(async () => {
      const codes = (await mailsTo(app, `${handle}@example.com`)).flatMap(
        ({ html }) => /\b\d{6}\b/.exec(html)?.[0] ?? [],
      );
      const code = codes[nth - 1];
      if (!code) throw new Error(`${codes.length} mails with codes for ${handle} so far`);
      return code;
    });
  async function signIn(page: Page, handle: string): Promise<void> {
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(`${handle}@example.com`);
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await button(page, 'Sign in').click();
  }
  const signedIn = (page: Page, handle: string) =>
    page.getByRole('link', { name: `Settings of ${handle}` }).waitFor();

  /** Asks Cognito for new tokens, unless told with what this browser keeps. @returns the status of its answer */
  const refreshed = (page: Page, token?: string): Promise<number> =>
    page.evaluate(
      async ({ token: given, ClientId, endpoint }) => {
        const kept = Object.entries(localStorage).find(([key]) => key.endsWith('.refreshToken'))?.[1];
        const response = await fetch(endpoint, {
          method: 'POST',
          headers: {
            'content-type': 'application/x-amz-json-1.1',
            'x-amz-target': 'AWSCognitoIdentityProviderService.GetTokensFromRefreshToken',
          },
          body: JSON.stringify({ ClientId, RefreshToken: given ?? kept }),
        });
        return response.status;
      },
      { token, ClientId: config.userPoolClientId ?? '', endpoint: config.cognitoEndpoint ?? '' },
    );

  /** Signs up with somebody else's address, without their mailbox. */
  const attack = (handle: string) =>
    cognito.send(
      new SignUpCommand({
        ClientId: config.userPoolClientId,
        Username: `${handle}@example.com`,
        Password: attackers,
        UserAttributes: [
          { Name: 'name', Value: 'Attacker' },
          { Name: 'custom:handle', Value: handle },
        ],
      }),
    );
  async function attackersSession(handle: string): Promise<(page: Page) => Promise<number>> {
    const { AuthenticationResult } = await cognito.send(
      new InitiateAuthCommand({
        ClientId: config.userPoolClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: `${handle}@example.com`, PASSWORD: attackers },
      }),
    );
    return (page) => refreshed(page, AuthenticationResult?.RefreshToken);
  }
  async function choosePassword(page: Page, code: string): Promise<void> {
    await enterCode(page, code);
    await page.getByRole('textbox', { name: 'New password' }).fill(newPassword);
    await button(page, 'Change password').click();
  }

  it('confirm nothing that was begun elsewhere, and lead its owner in all the same', async () => {
    const owner = await open();
    await attack('emil');
    await owner.goto('/join/confirm?email=emil%40example.com');
    await owner.getByRole('heading', { name: 'Check where you began' }).waitFor();
    expect(await owner.getByLabel('Code from the mail').count()).toBe(0);
    await fillJoin(owner, 'emil');
    await owner.getByText('somebody began to join with it').first().waitFor();

    await owner.goto('/join/confirm?email=emil%40example.com');
    await owner.getByRole('link', { name: 'choose a new one' }).click();
    await button(owner, 'Send code').click();
    await owner.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await choosePassword(owner, await codeIn('emil', 2));
    await owner.getByText('a second code').waitFor();
    const attacker = await attackersSession('emil');
    expect(await attacker(owner)).toBe(200);
    await choosePassword(owner, await codeIn('emil', 3));
    await signedIn(owner, 'Attacker');
    expect(await attacker(owner)).toBe(400);
  });

  it('lead to a password of one’s own when the code turns out to belong to another sign-up', async () => {
    const owner = await open();
    await fillJoin(owner, 'fritz');
    await owner.getByRole('heading', { name: 'Check your mail' }).waitFor();
    // A quarter of an hour later, an attacker's sign-up has replaced the owner's.
    const mine = { UserPoolId: config.userPoolId, Username: 'fritz@example.com' };
    await cognito.send(new AdminDeleteUserCommand(mine));
    await attack('fritz');
    await enterCode(owner, await codeIn('fritz', 2));
    await button(owner, 'Confirm').click();
    await owner.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    const attacker = await attackersSession('fritz');
    await choosePassword(owner, await codeIn('fritz', 3));
    await signedIn(owner, 'Attacker');
    expect(await attacker(owner)).toBe(400);
  });

  it('ask again on a page that can when the code is used up and none for a password comes', async () => {
    const owner = await open();
    await fillJoin(owner, 'hanna');
    await owner.getByRole('heading', { name: 'Check your mail' }).waitFor();
    const theirs = { UserPoolId: config.userPoolId, Username: 'hanna@example.com' };
    await cognito.send(new AdminDeleteUserCommand(theirs));
    await attack('hanna');
    await enterCode(owner, await codeIn('hanna', 2));
    await owner.route('**/*', (route) =>
      route.request().headers()['x-amz-target']?.endsWith('.ForgotPassword')
        ? route.fulfill({ status: 400, json: { __type: 'LimitExceededException', message: 'Not now.' } })
        : route.fallback(),
    );
    await button(owner, 'Confirm').click();
    await owner.waitForURL(/\/forgot\?email=hanna/);
    await owner.unrouteAll();
    await button(owner, 'Send code').click();
    await choosePassword(owner, await codeIn('hanna', 3));
    await signedIn(owner, 'Attacker');
  });

  it('bring whoever has lost the mail and the tab back to a new code', async () => {
    const owner = await open();
    await fillJoin(owner, 'gerda');
    await owner.getByRole('heading', { name: 'Check your mail' }).waitFor();
    const later = await open();
    await signIn(later, 'gerda');
    await later.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await button(later, 'Send a new code').click();
    await enterCode(later, await codeIn('gerda', 2));
    // After a reload the password is typed again.
    await later.reload();
    await enterCode(later, await codeIn('gerda', 2));
    await later.getByRole('textbox', { name: 'The password that you chose' }).fill(password);
    await button(later, 'Confirm').click();
    await signedIn(later, 'gerda');
  });

  it('say where one is signed in, and end all but this one once the password is right', async () => {
    const [here, elsewhere] = await Promise.all([open(), open()]);
    await join(here, 'ida');
    await signIn(elsewhere, 'ida');
    await signedIn(elsewhere, 'ida');
    const rows = here.getByRole('list', { name: 'Where you are signed in' }).getByRole('listitem');
    await here.goto('/settings');
    const opened = () => here.getByText('Where you are signed in', { exact: true }).click();
    await eventually(async () => {
      await here.reload();
      await opened();
      await rows.first().waitFor();
      expect(await rows.count()).toBe(2);
    });
    expect(await rows.filter({ hasText: '(this browser)' }).count()).toBe(1);
    expect(await rows.filter({ hasText: 'Chrome on Linux' }).count()).toBe(2);
    await here.evaluate(axe.source);
    const { violations } = (await here.evaluate('axe.run()')) as AxeResults;
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

    const own = here.getByRole('textbox', { name: 'Your password' });
    await own.fill(newPassword);
    await button(here, 'Sign out all others').click();
    await here.getByText('E-mail address or password is wrong').waitFor();
    expect(await refreshed(elsewhere)).toBe(200);

    await own.fill(password);
    await button(here, 'Sign out all others').click();
    await here.getByText('All other devices are signed out').waitFor();
    await eventually(async () => expect(await rows.count()).toBe(1));
    await rows.filter({ hasText: '(this browser)' }).waitFor();
    expect(await refreshed(elsewhere)).toBe(400);
    expect(await refreshed(here)).toBe(200);

    await button(here, 'Sign out').click();
    await here.getByText('You are signed out.').waitFor();
    await signIn(here, 'ida');
    await signedIn(here, 'ida');
    await here.goto('/settings');
    await opened();
    await rows.filter({ hasText: '(this browser)' }).waitFor();
    expect(await rows.count()).toBe(1);
  });

  it('end all other sessions when the password is changed, and keep this one', async () => {
    const [here, elsewhere] = await Promise.all([open(), open()]);
    await join(here, 'dora');
    await signIn(elsewhere, 'dora');
    await signedIn(elsewhere, 'dora');
    await here.goto('/settings');
    await here.getByRole('textbox', { name: 'Current password' }).fill(password);
    await here.getByRole('textbox', { name: 'New password' }).fill(newPassword);
    await button(here, 'Change password').click();
    await here.getByText('All other devices are signed out').waitFor();
    expect(await refreshed(elsewhere)).toBe(400);
    expect(await refreshed(here)).toBe(200);
    await here.reload();
    await signedIn(here, 'dora');
    // The refused refresh is the browser's own complaint, and the only one.
    expect(complaints.filter((one) => !one.includes('400'))).toEqual([]);
  });
});

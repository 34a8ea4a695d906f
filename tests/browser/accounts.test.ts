import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, startBrowser } from '@shutterbus/testing/browser';
import { codeFor } from '@shutterbus/testing/person';
import type { Browser, Page } from 'playwright-core';

const password = 'A-long-enough-passphrase-1';
const newPassword = 'Another-long-passphrase-2';

/** What the pages around an account keep, whoever else knows the address. */
describe('the pages around an account', () => {
  let app: App;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
  });
  afterAll(async () => {
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
    await page.getByLabel('Code from the mail').fill(await codeFor(app, `${handle}@example.com`, /./));
    await button(page, 'Confirm').click();
    await signedIn(page, handle);
  }
  async function signIn(page: Page, handle: string): Promise<void> {
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(`${handle}@example.com`);
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await button(page, 'Sign in').click();
  }
  const signedIn = (page: Page, handle: string) =>
    page.getByRole('link', { name: `Settings of ${handle}` }).waitFor();

  /** Asks Cognito for new tokens with what this browser keeps. @returns the status of its answer */
  const refreshed = (page: Page): Promise<number> =>
    page.evaluate(async () => {
      const config = (await (await fetch('/config.json')).json()) as Record<string, string>;
      const [, RefreshToken] =
        Object.entries(localStorage).find(([key]) => key.endsWith('.refreshToken')) ?? [];
      const response = await fetch(config.cognitoEndpoint ?? '', {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'AWSCognitoIdentityProviderService.GetTokensFromRefreshToken',
        },
        body: JSON.stringify({ ClientId: config.userPoolClientId, RefreshToken }),
      });
      return response.status;
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

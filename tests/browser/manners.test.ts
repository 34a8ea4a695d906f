import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, startBrowser } from '@shutterbus/testing/browser';
import type { Browser, Page } from 'playwright-core';

/** How the web app behaves when something is not as it should be. */
describe('the web app', () => {
  let app: App;
  let browser: Browser;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
  });

  const open = (): Promise<Page> =>
    openPage(browser, app.webUrl, () => {}, { permissions: ['clipboard-read', 'clipboard-write'] });
  const clipboard = (page: Page): Promise<string> => page.evaluate('navigator.clipboard.readText()');
  /** Answers calls to a path as a service with a fault does. */
  const fail = (page: Page, path: string, correlationId: string) =>
    page.route(`**${path}`, (route) =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        json: { status: 500, code: 'internal-error', detail: 'Something went wrong.', correlationId },
      }),
    );

  it('names the request that failed, and copies its id, where something could not be read', async () => {
    const page = await open();
    await fail(page, '/v1/media', 'request-read');
    await page.goto('/');
    const alert = page.getByRole('alert').filter({ hasText: 'request-read' });
    await alert.getByRole('button', { name: 'Copy the id' }).click();
    await alert.getByText('Copied').waitFor();
    expect(await clipboard(page)).toBe('request-read');
  });

  it('names the request that failed, and copies its id, where something could not be done', async () => {
    const page = await open();
    await fail(page, '/v1/notifications/unsubscribe*', 'request-done');
    await page.goto('/unsubscribe?token=any');
    await page.getByRole('button', { name: 'End these mails' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'request-done' });
    await alert.getByRole('button', { name: 'Copy the id' }).click();
    await alert.getByText('Copied').waitFor();
    expect(await clipboard(page)).toBe('request-done');
  });

  it('shows no id for what somebody can put right', async () => {
    const page = await open();
    await page.goto('/unsubscribe?token=wrong');
    await page.getByRole('button', { name: 'End these mails' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('button', { name: 'Copy the id' }).count()).toBe(0);
  });

  it('says that one is offline, and goes on by itself afterwards', async () => {
    const page = await open();
    await page.goto('/join');
    await page.context().setOffline(true);
    await page.getByText('You are offline. What you see may be old.').waitFor();
    await page.getByRole('link', { name: 'Shutterbus, first page' }).click();
    await page.getByRole('alert').getByText('You are offline.').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: 'Your photos, on their way' }).waitFor();
    await page.getByText('No public photos yet').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await page.getByText('You are offline.').count()).toBe(0);
  });
});

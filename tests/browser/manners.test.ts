import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, startBrowser } from '@shutterbus/testing/browser';
import { eventually } from '@shutterbus/testing/eventually';
import { Person } from '@shutterbus/testing/person';
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
    const story = alert.getByRole('link', { name: 'What happened, in the sandbox' });
    expect(await story.getAttribute('href')).toBe('/_sandbox/story/request-read');
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

  it('asks for news while it is in view only, and is told in a word that there are none', async () => {
    const anna = await Person.join(app, 'Anna');
    const page = await open();
    await page.clock.install();
    // No window of a browser under test is ever behind another.
    await page.addInitScript(
      "Object.defineProperty(document, 'hidden', { get: () => globalThis.behind === true })",
    );
    const turn = (behind: boolean) =>
      page.evaluate(`globalThis.behind = ${behind}; document.dispatchEvent(new Event('visibilitychange'))`);
    const answers: number[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('/v1/notifications?limit=1')) answers.push(response.status());
    });
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(anna.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(anna.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: 'Notifications, 1 unread' }).waitFor();
    await eventually(async () => expect(answers[0]).toBe(200));

    await turn(true);
    const before = answers.length;
    // By half minutes, so that what is asked meanwhile can be answered.
    for (let half = 0; half < 20; half += 1) await page.clock.runFor('00:30');
    expect(answers).toHaveLength(before);

    await turn(false);
    await eventually(async () => expect(answers.at(-1)).toBe(304));
    expect(answers).toHaveLength(before + 1);
    await page.getByRole('link', { name: 'Notifications, 1 unread' }).waitFor();
  });
});

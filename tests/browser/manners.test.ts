import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, signIn, startBrowser } from '@shutterbus/testing/browser';
import { eventually } from '@shutterbus/testing/eventually';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
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
  async function enter(page: Page, person: Person): Promise<void> {
    await signIn(page, person);
    await page.getByRole('link', { name: `Settings of ${person.displayName}` }).waitFor();
  }
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

  it('names the request that failed beside the file that it was for', async () => {
    const page = await open();
    await enter(page, await Person.join(app, 'Clara'));
    await page.goto('/upload');
    await fail(page, '/v1/media', 'request-upload');
    const buffer = await photoLike(1, 1);
    await page.getByLabel('Choose photos').setInputFiles({ name: 'Ice.jpg', mimeType: 'image/jpeg', buffer });
    await page.getByRole('button', { name: 'Upload photos' }).click();
    const row = page.getByRole('listitem').filter({ hasText: 'Not uploaded.' });
    await row.getByText('Something went wrong.').waitFor();
    await row.getByRole('button', { name: 'Copy the id' }).click();
    await row.getByText('Copied').waitFor();
    expect(await clipboard(page)).toBe('request-upload');
  });

  it('keeps the focus in the page when another try is made, as far down as it was', async () => {
    const dora = await Person.join(app, 'Dora');
    await dora.post('/v1/media', { title: 'Ice', contentType: 'image/jpeg', sizeBytes: 9 });
    const page = await open();
    await enter(page, dora);
    const [first, second] = [/\/v1\/media\/mine$/, /\/v1\/media\/mine\?cursor=more$/];
    for (const address of [first, second])
      await page.route(address, (route) => route.fulfill({ status: 500, json: {} }));
    const again = page.getByRole('alert').getByRole('button', { name: 'Try again' });
    await page.goto('/photos');
    await again.focus();
    await page.route(first, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), nextCursor: 'more' } });
    });
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Ice' }).waitFor();
    await page.locator('main:focus').waitFor();

    await again.focus();
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route(second, (route) => held.then(() => route.fulfill({ json: { items: [] } })));
    await page.keyboard.press('Enter');
    await page.locator('.load-more button:focus').waitFor();
    letGo();
    await page.locator('.load-more').waitFor({ state: 'detached' });
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
    await page.getByText('You are offline.').waitFor({ state: 'detached' });
  });

  it('goes on by itself when the network is there later than the browser says, and when only Shutterbus was away', async () => {
    const page = await open();
    let refusals = 3;
    await page.route('**/v1/media', (route) => {
      refusals -= 1;
      return refusals < 0 ? route.continue() : route.abort('internetdisconnected');
    });
    await page.goto('/');
    await page.getByRole('alert').getByText('Shutterbus cannot be reached.').waitFor();
    await page.getByText('No public photos yet').waitFor();
    expect(refusals).toBe(-1);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('reads a page of its app again that could not be read offline', async () => {
    const page = await open();
    await page.goto('/');
    await page.getByText('No public photos yet').waitFor();
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Join Shutterbus' }).click();
    await page.getByRole('alert').getByText('You are offline.').waitFor();
    await page.context().setOffline(false);
    await page.getByLabel('E-mail address').waitFor();
  });

  it('asks for news while it is in view only, and is told in a word that there are none', async () => {
    const anna = await Person.join(app, 'Anna');
    // The page looks once at first, and then after half a minute only.
    await eventually(async () => (await anna.get('/v1/notifications')).body.unreadCount === 1);
    const page = await open();
    await page.clock.install();
    // No window of a browser under test is ever behind another.
    await page.addInitScript(
      "Object.defineProperty(document, 'hidden', { get: () => globalThis.behind === true })",
    );
    const turn = (behind: boolean) =>
      page.evaluate(`globalThis.behind = ${behind}; document.dispatchEvent(new Event('visibilitychange'))`);
    const asked: string[] = [];
    const answers: number[] = [];
    const isLook = (url: string): boolean => url.endsWith('/v1/notifications?limit=1');
    page.on('request', (request) => {
      if (isLook(request.url())) asked.push(request.url());
    });
    page.on('response', (response) => {
      if (isLook(response.url())) answers.push(response.status());
    });
    await enter(page, anna);
    await page.getByRole('link', { name: 'Notifications, 1 unread' }).waitFor();
    await eventually(async () => expect(answers[0]).toBe(200));

    await turn(true);
    const before = asked.length;
    // By half minutes, so that what is asked meanwhile can be answered.
    for (let half = 0; half < 20; half += 1) await page.clock.runFor('00:30');
    expect(asked).toHaveLength(before);

    await turn(false);
    await eventually(async () => expect(answers.at(-1)).toBe(304));
    expect(asked).toHaveLength(before + 1);
    await page.getByRole('link', { name: 'Notifications, 1 unread' }).waitFor();
  });
});

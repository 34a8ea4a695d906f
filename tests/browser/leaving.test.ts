import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, startBrowser } from '@shutterbus/testing/browser';
import { Person } from '@shutterbus/testing/person';
import type { Browser, Page } from 'playwright-core';

describe('leaving, in the browser', () => {
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

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  async function signIn(page: Page, person: Person): Promise<void> {
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(person.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(person.password);
    await button(page, 'Sign in').click();
  }

  it('takes a typed handle, shows one page only until the person is back, and then everything', async () => {
    const anna = await Person.join(app, 'Anna');
    const page = await openPage(browser, app.webUrl, (complaint) => complaints.push(complaint));
    await signIn(page, anna);
    await page.getByRole('link', { name: 'Settings of Anna' }).click();
    const typed = page.getByLabel(`To leave, type ${anna.handle}`);
    await typed.fill('somebody');
    await button(page, 'Leave').click();
    await page.getByText(`Type ${anna.handle} to say that you mean it.`).waitFor();
    await typed.fill(anna.handle);
    await button(page, 'Leave').click();
    await page.getByText('You have left.').waitFor();
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor();
    await page.goto(`/people/${anna.handle}`);
    await page.getByRole('heading', { name: 'No stop here' }).waitFor();

    await signIn(page, anna);
    const leaving = page.getByRole('heading', { name: 'You are leaving' });
    await leaving.waitFor();
    for (const address of ['/upload', '/settings', `/people/${anna.handle}`, '/']) {
      await page.goto(address);
      await leaving.waitFor();
    }
    expect(await page.getByRole('link', { name: 'Upload' }).count()).toBe(0);
    await button(page, 'Come back').click();
    await page.getByText('Everything is as it was').waitFor();
    await page.locator('main:focus').waitFor();
    await page.getByRole('link', { name: 'Settings of Anna' }).waitFor();
    await page.goto(`/people/${anna.handle}`);
    await page.getByRole('heading', { name: 'Anna' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

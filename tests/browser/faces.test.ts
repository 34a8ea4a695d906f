import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, signIn, startBrowser } from '@shutterbus/testing/browser';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import type { Browser, Locator, Page } from 'playwright-core';

/** Pictures of what a person saw, for those who want to look at them. */
const screenshots = path.resolve(import.meta.dirname, '../../node_modules/.cache/screenshots');

describe('a face', () => {
  let app: App;
  let browser: Browser;
  let anna: Person;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    anna = await Person.join(app, 'Anna');
    for (const [seed, title] of ['First snow', 'Last light'].entries()) {
      const { id } = await anna.upload(await photoLike(1, seed + 1), { title, visibility: 'public' });
      await anna.photoWithStatus(id, 'ready');
    }
    page = await openPage(browser, app.webUrl, (complaint) => complaints.push(complaint));
  });
  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
  });

  const inHeader = (): Locator => page.getByRole('link', { name: 'Settings of Anna' }).locator('img');
  const saw = (name: string) =>
    page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });

  it('is chosen among one’s public photos, is shown at once, and is given up again', async () => {
    await signIn(page, anna);
    await page.getByRole('link', { name: 'Settings of Anna' }).waitFor();
    await page.goto('/settings');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.getByRole('button', { name: 'Choose one of my photos' }).click();
    await page.getByRole('button', { name: 'Use “Last light”' }).waitFor();
    await saw('settings-faces');
    await page.getByRole('button', { name: 'Use “First snow”' }).click();
    await page.getByText('This is your picture now.').waitFor();
    await page.locator('button:focus', { hasText: 'Choose one of my photos' }).waitFor();
    await inHeader().waitFor();
    expect(await inHeader().evaluate((image) => image.getBoundingClientRect().width)).toBeGreaterThan(20);
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole('button', { name: 'Choose one of my photos' }).click();
    await page.getByRole('button', { name: 'Use “First snow”', pressed: true }).waitFor();
    await saw('settings-faces-narrow');
    await page.goto('/explore');
    await page.getByRole('link', { name: 'Anna', exact: true }).first().waitFor();
    await saw('explore-faces');
    await page.goto('/settings');
    await page.getByRole('button', { name: 'Remove picture' }).click();
    await page.getByText('You have no picture any more.').waitFor();
    await page.locator('button:focus', { hasText: 'Choose one of my photos' }).waitFor();
    await inHeader().waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});

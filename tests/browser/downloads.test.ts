import { readFile } from 'node:fs/promises';
import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, signIn, startBrowser } from '@shutterbus/testing/browser';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { unzipSync } from 'fflate';
import type { Browser, Locator, Page } from 'playwright-core';

/** Photos are taken along, all or some. The steps build on one another and run in order. */
describe('photos to take along', () => {
  let app: App;
  let browser: Browser;
  let anna: Person;
  let page: Page;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    anna = await Person.join(app, 'Anna');
    for (const [seed, title] of ['Snow', 'Ice', 'Thaw'].entries()) {
      const { id } = await anna.upload(await photoLike(1, seed + 1), { title });
      await anna.photoWithStatus(id, 'ready');
    }
    page = await openPage(browser, app.webUrl, () => {});
    await enter(page, anna);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
  });

  async function enter(to: Page, person: Person): Promise<void> {
    await signIn(to, person);
    await to.getByRole('link', { name: `Settings of ${person.displayName}` }).waitFor();
  }

  async function saved(button: Locator): Promise<{ name: string; bytes: Uint8Array }> {
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }
  const namesIn = (zip: Uint8Array): string[] =>
    Object.keys(unzipSync(zip)).map((name) => name.replace(/^photos-1\/[\d-]+ /, ''));

  it('are all packed from one’s own page, and saved as often as one likes, also after a reload', async () => {
    await page.goto('/photos');
    await page.getByRole('link', { name: 'Download', exact: true }).click();
    await page.getByText('Nothing packed yet').waitFor();
    await page.getByRole('button', { name: 'Pack all my photos' }).click();
    const button = page.getByRole('button', { name: /^Download \(3 photos, [\d.]+ (KB|MB)\)$/ });
    await button.waitFor();
    await page.getByText(/^3 photos, .* ready until \w+day/).waitFor();
    const first = await saved(button);
    expect(first.name).toMatch(/^shutterbus-photos-[\d-]+-1\.zip$/);
    expect(namesIn(first.bytes)).toEqual(['Thaw.jpg', 'Ice.jpg', 'Snow.jpg']);
    await page.reload();
    expect((await saved(button)).bytes).toEqual(first.bytes);
    await page.getByRole('link', { name: 'All that you asked for' }).click();
    await page.getByRole('link', { name: /^3 photos, .* ready until/ }).waitFor();
  });

  it('are packed as they were chosen, and a single one is saved as it is', async () => {
    await page.goto('/photos');
    await page.getByRole('button', { name: 'Choose', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Choose Ice' }).click();
    const download = page.getByRole('button', { name: 'Download', exact: true });
    expect((await saved(download)).name).toBe('Ice.jpg');
    await page.getByRole('checkbox', { name: 'Choose Snow' }).click();
    await download.click();
    const zip = await saved(page.getByRole('button', { name: /^Download \(2 photos/ }));
    expect(namesIn(zip.bytes).sort()).toEqual(['Ice.jpg', 'Snow.jpg']);
  });

  it('say why they are not packed once more, and are not shown to others', async () => {
    const address = page.url();
    await page.goto('/downloads');
    await page.getByRole('button', { name: 'Pack all my photos' }).click();
    await page.getByRole('button', { name: /^Download \(3 photos/ }).waitFor();
    await page.goto('/downloads');
    await page.getByRole('button', { name: 'Pack all my photos' }).click();
    await page.getByText('packed 3 times within a day').waitFor();
    const ben = await Person.join(app, 'Ben');
    const his = await openPage(browser, app.webUrl, () => {});
    await enter(his, ben);
    await his.goto(address);
    await his.getByText('It is gone for a while, or it was never yours.').waitFor();
    await his.goto('/downloads');
    await his.getByRole('button', { name: 'Pack all my photos' }).click();
    await his.getByText('None of these photos has a file that could be packed.').waitFor();
  });
});

import type { Photo } from '@shutterbus/contracts/routes/media';
import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, startBrowser } from '@shutterbus/testing/browser';
import { eventually } from '@shutterbus/testing/eventually';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import type { Browser } from 'playwright-core';

/** Renditions get new addresses when they are made anew, or hidden and shown again, and pages stay open for hours. */
describe('a page that names image files that are gone', () => {
  let app: App;
  let browser: Browser;
  let anna: Person;
  let photo: Photo;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    anna = await Person.join(app, 'Anna');
    photo = await anna.upload(await photoLike(1), { title: 'First snow', visibility: 'public' });
    await published();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
  });

  const published = (not?: string): Promise<string> =>
    eventually(async () => {
      const { body } = await anna.get(`/v1/media/${photo.id}`);
      const url: string | undefined = body.renditions[0]?.url;
      if (url === undefined || url === not) throw new Error('not published yet');
      return url;
    });

  it('shows the picture from where it is now, to somebody who is not signed in', async () => {
    const before = await published();
    const page = await openPage(browser, app.webUrl, () => {});
    const { promise: moved, resolve: letGo } = Promise.withResolvers<void>();
    // Its picture comes near only after the files have moved.
    const asked: string[] = [];
    await page.route('**/renditions/**', async (route) => {
      asked.push(new URL(route.request().url()).pathname);
      await moved;
      await route.continue();
    });
    // Without waiting for the picture, which is held.
    await page.goto('/', { waitUntil: 'commit' });
    await eventually(() => expect(asked).toHaveLength(1));

    await anna.patch(`/v1/media/${photo.id}`, { visibility: 'private' });
    await anna.patch(`/v1/media/${photo.id}`, { visibility: 'public' });
    await published(before);
    await eventually(async () => expect((await fetch(`${app.webUrl}${before}`)).status).not.toBe(200));
    letGo();

    await page.locator('img.is-loaded').waitFor();
    const folders = asked.map((address) => address.split('/')[2]);
    expect(new Set(folders).size).toBe(2);
  });
});

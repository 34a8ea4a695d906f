import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, startBrowser } from '@shutterbus/testing/browser';
import { eventually } from '@shutterbus/testing/eventually';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { deadLetter } from '@shutterbus/testing/wanted';
import { watchSandbox } from '@shutterbus/testing/watched-sandbox';
import type { Browser, Page } from 'playwright-core';
import { reloaded } from '../generators/hot-edits.ts';
import { copyRepository, editFile } from '../generators/repository-copy.ts';

const useCase = 'services/media/src/use-cases/apply-renditions.ts';

/** Edits are made in a copy of the repository, which goes with them. The steps build on one another and run in order. */
describe('the console, while somebody breaks a consumer and mends it', () => {
  let copy: ReturnType<typeof copyRepository>;
  let app: App;
  let browser: Browser;
  let page: Page;
  let anna: Person;
  const complaints: string[] = [];

  beforeAll(async () => {
    copy = copyRepository();
    [app, browser] = await Promise.all([startApp(undefined, [], copy.folder), startBrowser()]);
    page = await openPage(browser, app.webUrl, (complaint) => complaints.push(complaint));
    anna = await Person.join(app, 'Anna');
  });
  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
    copy?.remove();
  });
  afterEach(() => expect(complaints).toEqual([]));

  const edit = (change: (text: string) => string) => editFile(copy.folder, useCase, change);
  /** The consumer runs as it is saved, and the page says so. */
  async function consumerReloaded(isBroken: boolean): Promise<void> {
    await reloaded(app, copy, {
      ...{ code: 'media/on-thumbnails-generated', name: 'OnThumbnailsGenerated' },
      isAsTold: (bundle) => bundle.includes('on purpose') === isBroken,
    });
    await page.getByRole('status').filter({ hasText: 'OnThumbnailsGenerated' }).waitFor();
  }
  const trouble = () => page.getByRole('alert').filter({ hasText: 'apply-renditions.ts' });

  it('shows what cannot be built until it is mended, and then what was reloaded', async () => {
    await page.goto('/_sandbox/stuck');
    const mend = edit((text) => `${text}\nconst = ;\n`);
    await trouble().waitFor();
    await page.reload();
    await trouble().waitFor();
    mend();
    await consumerReloaded(false);
    await trouble().waitFor({ state: 'detached' });
  });

  it('shows the dead letter of a broken handler, takes the mended one, and redrives it to a good end', async () => {
    const sandbox = await watchSandbox(app);
    const mend = edit((text) =>
      text.replace('if (!photo) return;', "if (photo) throw new Error('on purpose');"),
    );
    await consumerReloaded(true);
    const photo = await anna.upload(await photoLike(1), { title: 'Snow', visibility: 'private' }, 'mended');
    await sandbox.until(deadLetter('MediaDeadLetters'));

    await page.goto('/_sandbox/stuck');
    // An alarm about them has a card of its own.
    const card = page.locator('section').filter({
      has: page.getByRole('heading', { name: /MediaDeadLetters \d+ dead/ }),
    });
    const letter = card.locator('summary').filter({ hasText: 'OnThumbnailsGenerated' });
    await letter.getByText('on purpose').waitFor();
    await letter.click();
    await card.getByRole('link', { name: 'mended' }).click();
    const target = page.locator('.story li').filter({ hasText: 'OnThumbnailsGenerated' });
    await target.getByText('dead letter').first().waitFor();
    const lane = page.getByRole('list', { name: 'Lanes' }).getByRole('listitem');
    for (const name of ['API', 'Media', 'bus', 'Thumbnails']) await lane.filter({ hasText: name }).waitFor();

    await page.goto('/_sandbox/stuck');
    mend();
    await consumerReloaded(false);
    await card.getByRole('button', { name: 'Redrive' }).click();
    await anna.photoWithStatus(photo.id, 'ready');
    await eventually(async () => expect(await card.count()).toBe(0));
    await page.goto('/_sandbox/story/mended');
    await page.getByRole('heading', { name: 'Story' }).waitFor();
    await eventually(async () => {
      const bars = page.locator('.story .bar[data-of$="OnThumbnailsGenerated"]');
      expect(await bars.locator('.ran').count()).toBeGreaterThan(0);
    });
  });
});

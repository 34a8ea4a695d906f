import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, startBrowser } from '@shutterbus/testing/browser';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import type { Browser, Page } from 'playwright-core';

/** A developer with the console beside the app. The steps build on one another and run in order. */
describe('the console', () => {
  let app: App;
  let browser: Browser;
  let page: Page;
  let anna: Person;
  const complaints: string[] = [];

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    page = await openPage(browser, app.webUrl, (complaint) => complaints.push(complaint));
    anna = await Person.join(app, 'Anna');
  });
  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
  });
  afterEach(() => expect(complaints).toEqual([]));

  const rowOf = (type: string, correlationId: string) =>
    page.getByRole('row').filter({ hasText: type }).filter({ hasText: correlationId });

  it('shows events as they come, and finds them again by what one types', async () => {
    await page.goto('/_sandbox/events');
    const photo = await anna.upload(await photoLike(3), { title: 'Snow', visibility: 'public' }, 'walk');
    await anna.photoWithStatus(photo.id, 'ready');
    // It came by itself.
    await rowOf('MediaPublished', 'walk').getByText('done').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('walk thumbnailsgen');
    await rowOf('ThumbnailsGenerated', 'walk').waitFor();
    expect(await page.locator('tbody tr:visible').count()).toBe(1);
  });

  it('says who heard of an event, and why others did not', async () => {
    await page.getByRole('link', { name: 'ThumbnailsGenerated' }).first().click();
    await page.getByRole('heading', { name: /OnThumbnailsGenerated done/ }).waitFor();
    await page.getByText(/\d+ do not take it/).click();
    const other = rowOf('OnMediaPublishedRule', 'detail-type');
    expect(await other.textContent()).toMatch(/detail-type\["MediaPublished"\]"ThumbnailsGenerated"/);
  });

  it('sends a sample, once it is right', async () => {
    await page.goto('/_sandbox/events/send');
    await page.getByLabel('Event').selectOption('MediaRejected');
    await page.getByRole('button', { name: 'Show its sample' }).click();
    const detail = page.getByLabel('Detail');
    const sample = await detail.inputValue();
    await detail.fill(sample.replace('"version": 1', '"version": "one"'));
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('alert').getByText('metadata.version').waitFor();
    await page.getByLabel('Detail').fill(sample);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('heading', { name: 'MediaRejected', level: 1 }).waitFor();
    await page.getByRole('heading', { name: /OnMediaRejected/ }).waitFor();
  });
});

import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, startBrowser } from '@shutterbus/testing/browser';
import { eventually } from '@shutterbus/testing/eventually';
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
    await eventually(async () => expect(await page.locator('tbody tr:visible').count()).toBe(1));
  });

  it('leads from the picture to what it shows, by the keyboard too', async () => {
    await page.goto('/_sandbox/architecture');
    await page.getByRole('link', { name: /^Media: \d+ functions$/ }).click();
    await page.getByRole('link', { name: 'Media: OnThumbnailsGenerated', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /OnThumbnailsGenerated$/ }).waitFor();
    await page.goto('/_sandbox/events');
  });

  it('says who heard of an event, and why others did not', async () => {
    await page.getByRole('link', { name: 'ThumbnailsGenerated' }).first().click();
    await page.getByRole('heading', { name: /OnThumbnailsGenerated done/ }).waitFor();
    await page.getByText(/\d+ do not take it/).click();
    const other = rowOf('OnMediaPublishedRule', 'detail-type');
    expect(await other.textContent()).toMatch(/detail-type\["MediaPublished"\]"ThumbnailsGenerated"/);
  });

  it('tells the story of an upload from the request to the mail, which leads to it as well', async () => {
    const ben = await Person.join(app, 'Ben');
    await ben.put(`/v1/users/${anna.handle}/follow`);
    await eventually(async () =>
      expect((await ben.get('/v1/notifications')).body.items.length).toBeGreaterThan(0),
    );
    const photo = await anna.upload(await photoLike(3), { title: 'Ice', visibility: 'public' }, 'told');
    await anna.photoWithStatus(photo.id, 'ready');
    const mail = page.locator('.mail').filter({ hasText: ben.email }).filter({ hasText: 'Ice' });
    await eventually(async () => {
      await page.goto('/_sandbox/mailbox');
      expect(await mail.count()).toBe(1);
    });
    if (!(await mail.getByRole('link', { name: 'what led to it' }).isVisible()))
      await mail.locator('summary').first().click();
    await mail.getByRole('link', { name: 'what led to it' }).click();
    await page.getByRole('heading', { name: 'Story' }).waitFor();
    const order = [
      'POST /v1/media',
      'RequestUpload',
      '→ MediaTable',
      'OnObjectCreated',
      'MediaUploaded',
      'MediaPublished',
      'SendMail',
      'Ice',
    ];
    // The mail is there before the story of it is at its end.
    await eventually(async () => {
      const told = await page.locator('.story .line').allInnerTexts();
      const places = order.map((name) => told.findIndex((line) => line.includes(name)));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places[0]).toBeGreaterThanOrEqual(0);
    });
  });

  it('is led to from a photo in the app', async () => {
    const photo = await anna.upload(await photoLike(3), { title: 'Rime', visibility: 'public' }, 'rime');
    await anna.photoWithStatus(photo.id, 'ready');
    await page.goto(`/photos/${photo.id}`);
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'What happened, in the sandbox' }).click();
    const story = await opened;
    await story.getByText('rime', { exact: true }).waitFor();
    await story.locator('.story .line').filter({ hasText: 'MediaPublished' }).first().waitFor();
    await story.close();
    // As in an account, whose config.json says nothing of stories.
    await page.route('/config.json', async (route) => {
      const { storiesAt, ...rest } = await (await route.fetch()).json();
      expect(storiesAt).toBe('/_sandbox/story');
      await route.fulfill({ json: rest });
    });
    await page.reload();
    await page.getByRole('heading', { name: 'Rime' }).waitFor();
    expect(await page.getByRole('link', { name: 'What happened, in the sandbox' }).count()).toBe(0);
    await page.unroute('/config.json');
  });

  it('begins the story of what a page asked for with the page, and has none where a program asked', async () => {
    const photo = await anna.upload(await photoLike(3), { title: 'Frost', visibility: 'public' }, 'frost');
    await anna.photoWithStatus(photo.id, 'ready');
    const answered = page.waitForResponse((answer) =>
      new RegExp(`/v1/media/.*${photo.id}$`).test(answer.url()),
    );
    await page.goto(`/photos/${photo.id}?from=somewhere`);
    const correlationId = (await (await answered).allHeaders())['x-correlation-id'] ?? '';
    const lines = page.locator('ol.story .line');
    await eventually(async () => {
      await page.goto(`/_sandbox/story/${correlationId}`);
      expect(await lines.first().textContent()).toMatch(
        new RegExp(`browser\\s+/photos/${photo.id}: GET /v1/media/`),
      );
    });
    expect(await lines.nth(1).textContent()).toMatch(/API\s+GET \/v1\/media\//);
    await page.goto('/_sandbox/story/frost');
    const lanes = page.getByRole('list', { name: 'Lanes' }).getByRole('listitem');
    await lanes.filter({ hasText: 'queues' }).waitFor();
    expect(await lanes.filter({ hasText: 'browser' }).count()).toBe(0);
  });

  it('sends a sample, once it is right', async () => {
    await page.goto('/_sandbox/events/send');
    await page.getByLabel('Event').selectOption('MediaRejected');
    await page.getByRole('button', { name: 'Show its sample' }).click();
    await page.waitForURL('**/send?name=MediaRejected');
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

  it('breaks a function, shows what is stuck and why, and brings it on its way again', async () => {
    await page.goto('/_sandbox/try');
    await page
      .getByText(/^\d+ of them$/)
      .first()
      .click();
    const row = page.getByRole('listitem').filter({ hasText: /Media\s+OnThumbnailsGenerated/ });
    await row.getByLabel('What to try').selectOption('fail');
    await row.getByLabel('How many').fill('3');
    await row.getByRole('button', { name: 'Try' }).click();
    await page.getByText('the next 3 fail').waitFor();

    const photo = await anna.upload(await photoLike(3), { title: 'Fog', visibility: 'public' }, 'fog');
    await page.goto('/_sandbox/stuck');
    const card = page.locator('section').filter({ hasText: 'MediaDeadLetters' });
    await card.getByText(/for .*OnThumbnailsGenerated/).click();
    await card.getByRole('link', { name: 'fog' }).click();
    const failed = page.locator('.story li').filter({ hasText: 'OnThumbnailsGenerated' });
    await failed.getByText('3 failed', { exact: true }).waitFor();
    await failed.getByText('dead letter').first().waitFor();

    await page.goto('/_sandbox/stuck');
    await card.getByRole('button', { name: 'Redrive' }).click();
    await anna.photoWithStatus(photo.id, 'ready');
    await eventually(async () => expect(await card.count()).toBe(0));
    await page.goto('/_sandbox/try');
    await page.getByText('None: everything runs as it is.').waitFor();
  });

  it('has on each edge of the picture how much went along it and how much failed, and counts on', async () => {
    await page.goto('/_sandbox/architecture?of=Media');
    const way = page.getByRole('img', { name: /ThumbnailsGenerated → Media: OnThumbnailsGenerated:/ });
    const numbers = async (): Promise<number[]> => {
      const said = (await way.locator('title').textContent()) ?? '';
      return (/(\d+) passed, (\d+) failed$/.exec(said) ?? []).slice(1).map(Number);
    };
    await eventually(async () => expect((await numbers())[1]).toBeGreaterThanOrEqual(3));
    const [passed = 0, failed] = await numbers();
    await way.getByText(`${failed} failed`, { exact: true }).waitFor();
    const photo = await anna.upload(await photoLike(3), { title: 'Thaw', visibility: 'public' }, 'thaw');
    await anna.photoWithStatus(photo.id, 'ready');
    await eventually(async () => expect(await numbers()).toEqual([passed + 1, failed]));
    await page.getByText('The numbers on edges, as a list').click();
    await page
      .getByRole('listitem')
      .filter({ hasText: `${passed + 1} passed, ${failed} failed` })
      .first()
      .waitFor();
    for (const name of [
      /: MediaTable → Media: \w+: \d+ passed/,
      /Media: OnThumbnailsGenerated → .*MediaDeadLetters: \d+ failed$/,
    ])
      await page.getByRole('img', { name }).first().waitFor();
  });

  it('delivers an event again, which changes nothing', async () => {
    await page.goto('/_sandbox/events');
    await rowOf('MediaPublished', 'fog').getByRole('link', { name: 'MediaPublished' }).click();
    const target = page.locator('section').filter({ hasText: 'OnMediaPublished' }).first();
    const done = target.getByRole('row', { name: 'invocation attempt 1 is done' });
    await done.waitFor();
    await target.getByRole('button', { name: 'Deliver again' }).click();
    await eventually(async () => expect(await done.count()).toBe(2));
  });
});

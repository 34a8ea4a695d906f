import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, openUntil, signIn, startBrowser } from '@shutterbus/testing/browser';
import { eventually } from '@shutterbus/testing/eventually';
import { mailsTo, Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import type { Browser, Page } from 'playwright-core';

/** Pictures of what a person saw, for those who want to look at them. */
const screenshots = path.resolve(import.meta.dirname, '../../node_modules/.cache/screenshots');

/** Ben, who has a face, likes a photo of Anna's and publishes one; then both hide theirs. The steps build on one another. */
describe('notifications', () => {
  let app: App;
  let browser: Browser;
  let anna: Person;
  let ben: Person;
  let ofAnna: string;
  let ofBen: string;
  let page: Page;
  const complaints: string[] = [];

  async function publish(person: Person, seed: number, title: string): Promise<string> {
    const words = { title, visibility: 'public', description: '' };
    const { id } = await person.upload(await photoLike(1, seed), words);
    await person.photoWithStatus(id, 'ready');
    return id;
  }

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    [anna, ben] = await Promise.all([Person.join(app, 'Anna'), Person.join(app, 'Ben')]);
    await anna.put(`/v1/users/${ben.handle}/follow`);
    ofAnna = await publish(anna, 1, 'First snow');
    ofBen = await publish(ben, 2, 'Last tram');
    await eventually(async () => expect((await ben.put(`/v1/media/${ofAnna}/like`)).status).toBe(204));
    await ben.put('/v1/media/avatar', { mediaId: ofBen });
    page = await openPage(browser, app.webUrl, (complaint) => complaints.push(complaint));
    await signIn(page, anna);
    await page.getByRole('link', { name: 'Settings of Anna' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
  });

  const saw = (name: string) => page.screenshot({ path: path.join(screenshots, `${name}.png`) });
  /** Addresses of the pictures that came, of the row with these words. */
  const picturesOf = async (words: RegExp, place: string): Promise<string[]> => {
    const images = page.getByRole('listitem').filter({ hasText: words }).locator(`${place} img`);
    const seen = await images.evaluateAll((all) =>
      all.map((one) => [one.getAttribute('src') ?? '', Number(Reflect.get(one, 'naturalWidth'))] as const),
    );
    return seen.filter(([, width]) => width > 0).map(([address]) => address);
  };
  const look = async (words: RegExp, expected: { face: unknown[]; picture: unknown[] }) =>
    openUntil(page, '/notifications', async (timeout) => {
      await page.getByText(words).waitFor({ timeout });
      await page.waitForLoadState('networkidle');
      await eventually(async () => {
        const [face, picture] = [
          await picturesOf(words, '.notification-face'),
          await picturesOf(words, '.notification-picture'),
        ];
        expect({ face, picture }).toEqual(expected);
      }, timeout);
    });
  const open = expect.stringMatching(/^\/renditions\/[^?]*\.webp$/);
  const signed = expect.stringMatching(/\.webp\?.*X-Amz-Signature=/);

  it('show who it was and the photo that they are about', async () => {
    await look(/Ben liked “First snow”/, { face: [open], picture: [open] });
    await look(/Ben published “Last tram”/, { face: [open], picture: [open] });
    await saw('notifications-illustrated');
  });

  it('come by mail with the photo, as everybody sees it', async () => {
    await eventually(async () => {
      const mail = (await mailsTo(app, anna.email)).find(({ subject }) => subject.includes('Last tram'));
      const [, address = ''] = /<img src="([^"]+)"/.exec(mail?.html ?? '') ?? [];
      const { status, headers } = await fetch(address);
      expect([status, headers.get('content-type')]).toEqual([200, 'image/jpeg']);
      expect(mail?.text).not.toContain('renditions');
    });
  });

  it('are chosen by kind and way in the settings: what is wanted by mail alone comes so, and nowhere else', async () => {
    const inApp = page.getByRole('checkbox', { name: 'Somebody comments on a photo of mine: in the app' });
    const byMail = page.getByRole('checkbox', { name: 'Somebody comments on a photo of mine: by mail' });
    await page.goto('/settings');
    await inApp.uncheck();
    await page.getByText('Saved.').waitFor({ state: 'attached' });
    await page.reload();
    await page.getByRole('row', { name: /cannot be shown.*always/ }).waitFor();
    await eventually(async () =>
      expect([await inApp.isChecked(), await byMail.isChecked()]).toEqual([false, true]),
    );
    await page.getByRole('table').scrollIntoViewIfNeeded();
    await saw('settings-choices');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('table').scrollIntoViewIfNeeded();
    await saw('settings-choices-narrow');
    const { unreadCount } = (await anna.get('/v1/notifications')).body;
    await ben.post(`/v1/media/${ofAnna}/comments`, { text: 'What a light!' });
    await eventually(async () => {
      const subjects = (await mailsTo(app, anna.email)).map(({ subject }) => subject);
      expect(subjects).toContain('Ben commented on “First snow”');
    });
    const { body } = await anna.get('/v1/notifications');
    expect(body.items.map(({ kind }: { kind: string }) => kind)).not.toContain('commented');
    expect(body.unreadCount).toBe(unreadCount);
  });

  it('show one’s own photo by a link when it is private, and nothing of somebody else’s', async () => {
    const mail = (await mailsTo(app, anna.email)).find(({ subject }) => subject.includes('Last tram'));
    const [, address = ''] = /<img src="([^"]+)"/.exec(mail?.html ?? '') ?? [];
    await Promise.all([
      anna.patch(`/v1/media/${ofAnna}`, { visibility: 'private' }),
      ben.patch(`/v1/media/${ofBen}`, { visibility: 'private' }),
    ]);
    const asked: string[] = [];
    await look(/Ben published “Last tram”/, { face: [], picture: [] });
    await look(/Ben liked “First snow”/, { face: [], picture: [signed] });
    page.on('request', (request) => {
      if (request.url().includes('/v1/thumbnails/links')) asked.push(request.url());
    });
    await page.goto('/notifications');
    await eventually(() => asked.length > 0);
    await page.waitForLoadState('networkidle');
    expect(asked).toHaveLength(1);
    await saw('notifications-hidden');
    await eventually(async () => expect((await fetch(address)).ok).toBe(false));
    expect(complaints).toEqual([]);
  });
});

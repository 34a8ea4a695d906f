import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, signIn, startBrowser } from '@shutterbus/testing/browser';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import type { Browser, Page } from 'playwright-core';

/** Files that fall on a page which has no place for them. */
describe('files that are dropped', () => {
  let app: App;
  let browser: Browser;
  let member: Page;
  let jpeg: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    const anna = await Person.join(app, 'Anna');
    const picture = await photoLike(1, 1);
    jpeg = picture.toString('base64');
    const { id } = await anna.upload(picture, { title: 'Ice', visibility: 'public' });
    await anna.photoWithStatus(id, 'ready');
    member = await open();
    await signIn(member, anna);
    await member.getByRole('link', { name: 'Settings of Anna' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
  });

  const open = () => openPage(browser, app.webUrl, (complaint) => complaints.push(complaint));
  /** As the browser tells of a file that is dragged: an expression that says whether the page takes it. */
  const told = (type: 'dragover' | 'drop', name: string): string =>
    `(() => {
      const dataTransfer = new DataTransfer();
      const content = Uint8Array.from(atob('${jpeg}'), (letter) => letter.charCodeAt(0));
      dataTransfer.items.add(new File([content], '${name}', { type: 'image/jpeg' }));
      const event = new DragEvent('${type}', { dataTransfer, bubbles: true, cancelable: true });
      return !document.body.dispatchEvent(event);
    })()`;
  const drag = (page: Page, type: 'dragover' | 'drop', name: string): Promise<boolean> =>
    page.evaluate(told(type, name));
  const place = (page: Page) => page.getByText('Drop photos to upload them');
  /** A file that stays over the page is told of again and again, until it has left. */
  async function holdOver(page: Page): Promise<void> {
    await page.evaluate(`globalThis.held = setInterval(() => ${told('dragover', 'a.jpg')}, 50)`);
    await place(page).waitFor();
    await page.evaluate('clearInterval(globalThis.held)');
  }
  const title = (page: Page, name: string) => page.getByRole('checkbox', { name: `Choose ${name}` });

  it('are a member’s to upload, and nobody else’s', async () => {
    const visitor = await open();
    await visitor.goto('/explore');
    await visitor.getByRole('link', { name: 'Ice' }).waitFor();
    expect(await drag(visitor, 'dragover', 'a.jpg')).toBe(false);
    expect(await drag(visitor, 'drop', 'a.jpg')).toBe(false);
    expect(await place(visitor).count()).toBe(0);
    expect(new URL(visitor.url()).pathname).toBe('/explore');

    await member.goto('/explore');
    await member.getByRole('link', { name: 'Settings of Anna' }).waitFor();
    expect(await drag(member, 'dragover', 'a.jpg')).toBe(true);
    await holdOver(member);
    // Files that have left the page are told of no more.
    await place(member).waitFor({ state: 'detached' });
  });

  it('are no pictures of the page itself', async () => {
    await member.goto('/explore');
    await member.getByRole('link', { name: 'Settings of Anna' }).waitFor();
    const picture = member.getByRole('link', { name: 'Ice' }).locator('img');
    await picture.dispatchEvent('dragstart');
    expect(await drag(member, 'dragover', 'ice.webp')).toBe(false);
    expect(await drag(member, 'drop', 'ice.webp')).toBe(false);
    expect(await place(member).count()).toBe(0);
    expect(new URL(member.url()).pathname).toBe('/explore');
    await picture.dispatchEvent('dragend');
    expect(await drag(member, 'dragover', 'a.jpg')).toBe(true);
    await holdOver(member);
  });

  it('wait for the upload page while it loads, however many fall meanwhile', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await member.route('**/assets/later-pages-*.js', (route) => held.then(() => route.continue()));
    await member.goto('/explore');
    await member.getByRole('link', { name: 'Settings of Anna' }).waitFor();
    expect(await drag(member, 'drop', 'first.jpg')).toBe(true);
    await member.waitForURL('**/upload');
    expect(await drag(member, 'drop', 'second.jpg')).toBe(true);
    letGo();
    await title(member, 'first').waitFor();
    await title(member, 'second').waitFor();
    expect(await member.getByRole('switch', { name: 'Public' }).count()).toBeGreaterThanOrEqual(2);
    expect(complaints).toEqual([]);
  });
});

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, openUntil, signIn, startBrowser } from '@shutterbus/testing/browser';
import { eventually } from '@shutterbus/testing/eventually';
import { codeFor, mailsTo } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import type { Browser, Page, Route } from 'playwright-core';

const password = 'A-long-enough-passphrase-1';
const newPassword = 'Another-long-passphrase-2';
/** Pictures of what a person saw, for those who want to look at them. */
const screenshots = path.resolve(import.meta.dirname, '../../node_modules/.cache/screenshots');

/** The tour of README.md in two browsers. The steps build on one another and run in order. */
describe('two people in two browsers', () => {
  let app: App;
  let browser: Browser;
  let anna: Page;
  let ben: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    const open = () => openPage(browser, app.webUrl, (complaint) => complaints.push(complaint));
    [anna, ben] = await Promise.all([open(), open()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
  });

  const saw = (page: Page, name: string) =>
    page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });

  async function join(page: Page, name: string): Promise<void> {
    const handle = name.toLowerCase();
    await page.goto('/join');
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Handle', { exact: true }).fill(handle);
    await page.getByLabel('E-mail address', { exact: true }).fill(`${handle}@example.com`);
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await page.getByLabel('Code from the mail').fill(await codeFor(app, `${handle}@example.com`, /./));
    await page.getByRole('button', { name: 'Confirm', exact: true }).click();
    await page.getByRole('link', { name: `Settings of ${name}` }).waitFor();
  }

  async function upload(page: Page, title: string, isPublic: boolean, files: Buffer[]): Promise<void> {
    await page.goto('/upload');
    await page
      .getByLabel('Choose photos')
      .setInputFiles(
        files.map((buffer, index) => ({ name: `${title} ${index + 1}.jpg`, mimeType: 'image/jpeg', buffer })),
      );
    const toggles = page.getByRole('listitem').getByRole('switch', { name: 'Public' });
    // Each photo has a row once its file is read, and all() does not wait.
    await toggles.nth(files.length - 1).waitFor();
    if (isPublic) for (const toggle of await toggles.all()) await toggle.click();
    await page.getByRole('button', { name: 'Upload photos' }).click();
    await eventually(async () =>
      expect(await page.getByText('Ready', { exact: true }).count()).toBe(files.length),
    );
  }

  let letGo = () => {};
  /** The next changes of Anna's photos; the page looks at them meanwhile, and that goes by. */
  const changes = (count: number, handle: (route: Route) => Promise<void>) => {
    let left = count;
    return anna.route('**/v1/media/*', (route) => {
      if (route.request().method() === 'GET' || left === 0) return route.fallback();
      left -= 1;
      return handle(route);
    });
  };
  /** They go on with `letGo`. */
  const hold = (count: number) => {
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    return changes(count, (route) => held.then(() => route.continue()));
  };
  const enter = (page: Page, name: string): Promise<void> =>
    signIn(page, { email: `${name}@example.com`, password });

  it('joins with the code from the mailbox page', async () => {
    await join(anna, 'Anna');
    await join(ben, 'Ben');
    await ben.goto('/_sandbox/mailbox');
    await ben.getByText('ben@example.com').first().waitFor();
    await saw(ben, 'mailbox');
  });

  it('sets a new password for somebody who forgot it', async () => {
    await ben.goto('/settings');
    await ben.getByRole('button', { name: 'Sign out', exact: true }).click();
    await ben.getByText('You are signed out.').waitFor();
    await ben.goto('/forgot');
    await ben.getByLabel('E-mail address').fill('ben@example.com');
    await ben.getByRole('button', { name: 'Send code' }).click();
    await ben.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    const code = await eventually(async () => {
      const { subject, html } =
        (await mailsTo(app, 'ben@example.com')).findLast(({ html: body }) => /\b\d{6}\b/.test(body)) ?? {};
      const digits = html && /\b\d{6}\b/.exec(html)?.[0];
      if (!digits || !/password/i.test(subject ?? '')) throw new Error('no code yet');
      return digits;
    });
    await ben.getByLabel('Code from the mail').fill(code);
    await ben.getByRole('textbox', { name: 'New password' }).fill(newPassword);
    await ben.getByRole('button', { name: 'Change password' }).click();
    // The new password signs in at once.
    await ben.getByRole('link', { name: 'Settings of Ben' }).waitFor();
  });

  it('keeps what was said for files that were chosen, until they are chosen again', async () => {
    const files = await Promise.all([1, 2].map((number) => photoLike(3, number)));
    const choose = () =>
      anna
        .getByLabel('Choose photos')
        .setInputFiles(files.map((buffer, index) => ({ name: `Ice ${index}.jpg`, mimeType: '', buffer })));
    await anna.goto('/upload');
    await choose();
    const all = anna.getByRole('region', { name: 'For the chosen photos' });
    await all.getByRole('switch', { name: 'Public' }).click();
    await anna.getByRole('checkbox', { name: 'Choose Ice 1' }).click();
    await all.getByLabel('Description for them').fill('On the lake. #ice');
    await all.getByRole('button', { name: 'Add to 1 photo' }).click();
    await saw(anna, 'upload-for-all');
    await anna.reload();
    await anna.getByText('What you wrote is kept').getByText('Ice 1.jpg').waitFor();
    await choose();
    await all.getByText('All 2 photos').waitFor();
    const description = anna.getByRole('listitem').getByLabel('Description');
    await eventually(async () =>
      expect([await description.first().inputValue(), await description.last().inputValue()]).toEqual([
        'On the lake. #ice',
        '',
      ]),
    );
    await all.getByRole('switch', { name: 'Public', checked: true }).waitFor();
    await anna.getByRole('button', { name: 'Remove Ice 0' }).click();
    await anna.getByRole('button', { name: 'Remove Ice 1' }).click();
  });

  it('uploads several photos at once, which become ready by themselves', async () => {
    await upload(anna, 'Snow', false, await Promise.all([photoLike(12), photoLike(3, 2), photoLike(3, 3)]));
    await saw(anna, 'upload');
    await anna.goto('/photos');
    await anna.getByRole('link', { name: 'Snow 1' }).waitFor();
    await saw(anna, 'my-photos');
  });

  it('goes from photo to photo by key and button, after a reload too, and back to the list', async () => {
    const shows = (title: string) => anna.getByRole('heading', { name: title, exact: true }).waitFor();
    await anna.goto('/photos');
    await anna.locator('.tile-title').nth(2).waitFor();
    const titles = await anna.locator('.tile-title').allTextContents();
    const [first = '', second = '', third = ''] = titles;
    expect(titles).toHaveLength(3);
    await anna.getByRole('link', { name: first }).click();
    await shows(first);
    await anna.keyboard.press('ArrowRight');
    await shows(second);
    await anna.getByText(`${second}⁩, 2 of 3`).waitFor({ state: 'attached' });
    await anna.reload();
    await shows(second);
    // What is written keeps its arrow keys.
    await anna.getByLabel('Title', { exact: true }).press('ArrowRight');
    await anna.getByRole('button', { name: 'Next photo' }).click();
    await shows(third);
    await anna.getByRole('button', { name: 'Next photo', disabled: true }).waitFor();
    await anna.getByRole('link', { name: 'My photos' }).last().click();
    await anna.waitForURL('**/photos');
    await anna.getByRole('link', { name: first }).waitFor();
  });

  it('takes a private photo off the screen when its owner signs out in another tab', async () => {
    const mark = 'shutterbus.signed-in';
    await anna.goto('/photos');
    await anna.getByRole('link', { name: 'Snow 1' }).click();
    const title = anna.getByRole('heading', { name: 'Snow 1', exact: true });
    await title.waitFor();
    const other = await anna.context().newPage();
    // A page of the same site that asks nothing for whoever is signed in: it would be told that nobody is, at any moment.
    await other.goto('/_sandbox');
    await other.evaluate((key) => localStorage.removeItem(key), mark);
    await title.waitFor({ state: 'detached' });
    await anna.getByRole('link', { name: 'Sign in to see more' }).waitFor();
    await other.evaluate((key) => localStorage.setItem(key, 'yes'), mark);
    await title.waitFor();
    await other.close();
  });

  it('publishes, hides and deletes several photos at once, and does again what failed for one', async () => {
    await anna.goto('/photos');
    await anna.getByRole('button', { name: 'Choose', exact: true }).click();
    await anna.getByRole('checkbox', { name: 'Choose Snow 2' }).press('Space');
    await anna.getByRole('checkbox', { name: 'Choose Snow 3' }).click();
    await anna.getByText('2 of 3 photos').waitFor();
    await hold(2);
    await anna.getByRole('button', { name: 'Publish' }).click();
    await anna.getByText('0 of 2 …').waitFor();
    // Ended now, it would go on unseen.
    const done = anna.getByRole('button', { name: 'Done' });
    await anna.getByRole('button', { name: 'Done', disabled: true }).waitFor();
    await done.dispatchEvent('click');
    await anna.getByText('2 of 3 photos').waitFor();
    letGo();
    await anna.getByText('2 photos are public now.').waitFor();
    await anna.getByRole('button', { name: 'Done', disabled: false }).waitFor();
    await anna.getByRole('checkbox', { name: 'Choose Snow 2' }).click();
    await anna.getByRole('checkbox', { name: 'Choose Snow 3' }).click();
    const fault = { status: 500, code: 'internal-error', detail: 'Odd.', correlationId: 'request-hide' };
    await changes(1, (route) => route.fulfill({ status: 500, json: fault }));
    await anna.getByRole('button', { name: 'Hide' }).click();
    await anna.getByText('1 photo could not be made private.').waitFor();
    const failure = anna.getByRole('alert').getByText(/Not made private: “Snow [23]”/);
    await failure.waitFor();
    await anna.getByRole('alert').getByRole('button', { name: 'Copy the id' }).waitFor();
    await anna.getByRole('alert').getByText('request-hide').waitFor();
    await saw(anna, 'my-photos-chosen');
    expect(await anna.getByRole('checkbox', { checked: true }).count()).toBe(1);
    await anna.getByRole('button', { name: 'Try again' }).click();
    await anna.locator('.choice-bar:focus').waitFor();
    await failure.waitFor({ state: 'detached' });
    await anna.getByText('0 of 3 photos').waitFor();
    await anna.getByRole('checkbox', { name: 'Choose Snow 2' }).click();
    await anna.getByRole('checkbox', { name: 'Choose Snow 3' }).click();
    await anna.getByRole('button', { name: 'Delete', exact: true }).click();
    await anna.getByRole('heading', { name: 'Delete 2 photos?' }).waitFor();
    await hold(2);
    await anna.getByRole('button', { name: 'Delete 2 photos' }).click();
    await anna.getByRole('dialog').getByText('0 of 2 …').waitFor();
    await anna.getByRole('dialog').getByRole('button', { name: 'Stop' }).waitFor();
    letGo();
    await anna.getByText('2 photos are deleted now.').waitFor();
    await anna.getByRole('button', { name: 'Done' }).click();
    await anna.reload();
    await anna.getByRole('link', { name: 'Snow 1' }).waitFor();
    await eventually(async () => expect(await anna.locator('.tile').count()).toBe(1));
  });

  it('publishes a photo, which somebody else finds in the feed, and follows', async () => {
    await anna.goto('/photos');
    await anna.getByRole('link', { name: 'Snow 1' }).click();
    await anna.getByRole('switch', { name: 'Public' }).click();
    await openUntil(ben, '/explore', (timeout) =>
      ben.getByRole('link', { name: 'Snow 1' }).waitFor({ timeout }),
    );
    await ben.getByText('Anna').first().waitFor();
    await saw(ben, 'feed');
    await ben.goto('/people/anna');
    await ben.getByRole('button', { name: 'Follow', exact: true }).click();
    await ben.getByRole('button', { name: 'Unfollow', exact: true }).waitFor();
    await saw(ben, 'person');
    await openUntil(anna, '/notifications', (timeout) => anna.getByText(/Ben.*follow/i).waitFor({ timeout }));
  });

  it('shows a public photo to somebody without an account, who reads what people say, can pass it on and is asked to join', async () => {
    await ben.goto('/explore');
    await ben.locator('.tile-title', { hasText: 'Snow 1' }).click();
    await ben.getByLabel('Your comment').fill('What a light!');
    await ben.getByRole('button', { name: 'Comment', exact: true }).click();
    await ben.getByRole('listitem').getByText('What a light!').waitFor();
    const visitor = await openPage(browser, app.webUrl, (complaint) => complaints.push(complaint));
    await visitor.goto('/');
    // What greets a visitor lies over the lower part of the first picture.
    await visitor.getByRole('link', { name: 'Snow 1' }).click({ position: { x: 40, y: 40 } });
    await visitor.getByRole('heading', { name: 'Snow 1' }).waitFor();
    await visitor.locator('img.is-loaded').waitFor();
    await visitor.getByRole('button', { name: 'Share' }).click();
    await visitor.getByText(/The address is copied|Copy this address/).waitFor();
    await visitor.getByRole('link', { name: 'Join', exact: true }).waitFor();
    await visitor.getByRole('listitem').getByText('What a light!').waitFor();
    await visitor.getByRole('link', { name: 'Join Shutterbus' }).waitFor();
    expect(await visitor.getByLabel('Your comment').count()).toBe(0);
    await saw(visitor, 'photo-of-a-visitor');
    await visitor.goto('/photos/01KAJ7Q2M8Z4X6T0V5R3N1B9CD');
    await visitor.getByRole('link', { name: 'Sign in to see more' }).click();
    await visitor.waitForURL('**/sign-in?next=%2Fphotos%2F01KAJ7Q2M8Z4X6T0V5R3N1B9CD');
  });

  it('tells the follower of the next photo, in the app and by mail', async () => {
    await upload(anna, 'Thaw', true, [await photoLike(3, 5)]);
    await openUntil(ben, '/notifications', (timeout) => ben.getByText(/Anna.*Thaw 1/).waitFor({ timeout }));
    await saw(ben, 'notifications');
    await eventually(async () => {
      const mails = await mailsTo(app, 'ben@example.com');
      expect(mails.filter(({ text }) => text.includes('Thaw 1'))).toHaveLength(1);
    });
  });

  it('shows a photo as somebody’s picture, hides all of who leaves, and has it back when they come back', async () => {
    await anna.goto('/settings');
    await anna.getByRole('button', { name: 'Choose one of my photos' }).click();
    await anna.getByRole('button', { name: 'Use “Snow 1”' }).click();
    await anna.getByText('This is your picture now.').waitFor();
    const face = (timeout: number) => ben.locator('.profile .avatar img').waitFor({ timeout });
    await openUntil(ben, '/people/anna', face);

    // Leaving takes a sign-in of just now.
    await anna.getByRole('button', { name: 'Sign out', exact: true }).click();
    await anna.getByText('You are signed out.').waitFor();
    await enter(anna, 'anna');
    await anna.getByRole('link', { name: 'Settings of Anna' }).click();
    await anna.getByLabel('To leave, type anna').fill('anna');
    await anna.getByRole('button', { name: 'Leave', exact: true }).click();
    await anna.getByText('You have left.').waitFor();
    await ben.goto('/people/anna');
    await ben.getByRole('heading', { name: 'No stop here' }).waitFor();

    await enter(anna, 'anna');
    await anna.getByRole('button', { name: 'Come back', exact: true }).click();
    await anna.getByText('Everything is as it was').waitFor();
    await openUntil(ben, '/people/anna', async (timeout) => {
      await face(timeout);
      await ben.getByRole('link', { name: 'Snow 1' }).waitFor({ timeout });
    });
  });

  it('renames, hides and deletes a photo', async () => {
    await anna.goto('/photos');
    await anna.getByRole('link', { name: 'Snow 1' }).click();
    await anna.getByLabel('Title', { exact: true }).fill('Last <b>snow</b>');
    await anna.getByRole('button', { name: 'Save', exact: true }).click();
    await anna.getByText('Saved.').waitFor();
    const renamed = ben.getByRole('link', { name: 'Last <b>snow</b>' });
    await openUntil(ben, '/explore', (timeout) => renamed.waitFor({ timeout }));
    await saw(anna, 'photo');
    await anna.getByRole('switch', { name: 'Public' }).click();
    await openUntil(ben, '/explore', async () => {
      await ben.getByRole('link', { name: 'Thaw 1' }).waitFor();
      expect(await renamed.count()).toBe(0);
    });
    await anna.getByRole('button', { name: 'Delete photo' }).click();
    await anna.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await anna.getByText('The photo is deleted.').waitFor();
    await anna.goto('/photos');
    await anna.getByRole('link', { name: 'Thaw 1' }).waitFor();
    expect(await anna.getByRole('link', { name: 'Last <b>snow</b>' }).count()).toBe(0);
  });

  it('broke no rule of the page’s security policy and threw no error', () => {
    expect(complaints).toEqual([]);
  });
});

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, signIn, startBrowser } from '@shutterbus/testing/browser';
import { eventually } from '@shutterbus/testing/eventually';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import type { Browser, Page, Request } from 'playwright-core';
import sharp from 'sharp';

/** Pictures of what a person saw, for those who want to look at them. */
const screenshots = path.resolve(import.meta.dirname, '../../node_modules/.cache/screenshots');

/** A progressive JPEG's first bytes, which promise more pixels than any function could hold. */
const enormous = (): Buffer => {
  const frame = [0xff, 0xc2, 0, 17, 8, 0xff, 0xff, 0xff, 0xff, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
  return Buffer.from([0xff, 0xd8, ...frame, ...Array<number>(64).fill(0)]);
};

describe('files as people have them, in a browser', () => {
  let app: App;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  /** Requests that ask for an upload, or send one. */
  const uploads: Request[] = [];

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    page = await openPage(browser, app.webUrl, (complaint) => complaints.push(complaint));
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (request.method() === 'POST' && (pathname === '/v1/media' || pathname.includes('uploads')))
        uploads.push(request);
    });
    const anna = await Person.join(app, 'Anna');
    await signIn(page, anna);
    await page.getByRole('link', { name: 'Settings of Anna' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
  });

  const choose = (...files: { name: string; buffer: Buffer }[]) =>
    page
      .getByLabel('Choose photos')
      .setInputFiles(files.map(({ name, buffer }) => ({ name, mimeType: 'image/jpeg', buffer })));

  it('refuses what cannot be taken before a byte is sent, with its kind and the way out', async () => {
    await page.goto('/upload');
    await choose(
      { name: 'IMG_0417.jpg', buffer: Buffer.from('FUJIFILMCCD-RAW 0201FF383501') },
      { name: 'IMG_0418.jpg', buffer: Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0qt  ') },
      { name: 'scan.jpg', buffer: Buffer.from('II*\0\x08\0\0\0\0\0') },
      { name: 'wall.jpg', buffer: enormous() },
      { name: 'empty.jpg', buffer: Buffer.alloc(0) },
    );
    const told = page.getByRole('alert');
    await told.getByText('IMG_0417.jpg').waitFor();
    const sentences = await told.getByRole('listitem').allTextContents();
    expect(sentences).toEqual([
      expect.stringMatching(/^IMG_0417\.jpg: .*RAW file\. Export it as JPEG, and upload that\.$/),
      expect.stringMatching(
        /^IMG_0418\.jpg: .*video\. .*Live Photo, upload the photo that lies beside it\.$/,
      ),
      expect.stringMatching(/^scan\.jpg: .*TIFF picture\. Export it as JPEG or PNG/),
      expect.stringMatching(
        /^wall\.jpg: .*4,295 megapixels; a progressive JPEG may have \d+\. Make it smaller/,
      ),
      expect.stringMatching(/^empty\.jpg: The file is empty\.$/),
    ]);
    await page.screenshot({ path: path.join(screenshots, 'refused-before-sending.png'), fullPage: true });
    expect(uploads).toEqual([]);
    expect(await page.getByRole('button', { name: 'Upload photos' }).count()).toBe(0);
  });

  it('asks for the true type of a WebP whose name says JPEG, and shows it', async () => {
    const picture = await sharp(await photoLike(0.3))
      .webp()
      .toBuffer();
    await page.goto('/upload');
    await choose({ name: 'holiday.jpg', buffer: picture });
    await page.getByRole('button', { name: 'Upload photos' }).click();
    await page.getByText('Ready', { exact: true }).waitFor();
    const [asked] = uploads;
    expect(asked?.postDataJSON()).toMatchObject({ contentType: 'image/webp', title: 'holiday' });
  });

  it('shows a long screenshot at a width at which it can be read', async () => {
    const long = await sharp({ create: { width: 1080, height: 9000, channels: 3, background: '#dde' } })
      .png()
      .toBuffer();
    await page.goto('/upload');
    await choose({ name: 'chat.png', buffer: long });
    await page.getByRole('button', { name: 'Upload photos' }).click();
    await page.getByText('Ready', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'chat' }).click();
    const region = page.getByRole('region', { name: 'Picture, larger than the page' });
    await region.getByRole('img', { name: 'chat' }).waitFor();
    await eventually(async () => {
      const shown = await region.evaluate(({ clientWidth, scrollHeight, clientHeight }) => ({
        clientWidth,
        scrolls: scrollHeight > clientHeight * 2,
      }));
      expect(shown).toEqual({ clientWidth: expect.any(Number), scrolls: true });
      expect(shown.clientWidth).toBeGreaterThan(500);
    });
  });

  it('tells the owner what is missing of a damaged photo, and lets a whole one take its place', async () => {
    const whole = await photoLike(0.5);
    await page.goto('/upload');
    await choose({ name: 'snow.jpg', buffer: whole.subarray(0, whole.length * 0.8) });
    await page.getByRole('button', { name: 'Upload photos' }).click();
    await page.getByText(/about \d+ % of the picture is missing/).waitFor();
    await page.screenshot({ path: path.join(screenshots, 'damaged-uploaded.png'), fullPage: true });
    await page.getByRole('link', { name: 'snow', exact: true }).click();
    await page.waitForURL('**/photos/*');
    await page.getByText(/about \d+ % of the picture is missing/).waitFor();
    await page.getByRole('img', { name: 'snow' }).waitFor();
    await page.screenshot({ path: path.join(screenshots, 'damaged-page.png') });
    const old = new URL(page.url()).pathname;

    await page.getByRole('link', { name: 'Replace it' }).click();
    await page.getByRole('heading', { name: 'Replace “snow”' }).waitFor();
    const file = { name: 'another name.jpg', mimeType: 'image/jpeg', buffer: whole };
    await page.getByLabel('Choose a photo').setInputFiles(file);
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('snow');
    await page.screenshot({ path: path.join(screenshots, 'replacing.png'), fullPage: true });
    await page.getByRole('button', { name: 'Upload photos' }).click();
    await page.getByText('It has taken the other one’s place.').waitFor();
    await page.goto(old);
    await page.getByRole('heading', { name: 'No stop here' }).waitFor();
    await page.goto('/photos');
    await page.getByRole('link', { name: 'snow', exact: true }).waitFor();
    expect(await page.getByRole('link', { name: 'snow', exact: true }).count()).toBe(1);
  });

  it('broke no rule of the page’s security policy and threw no error', () => {
    expect(complaints).toEqual([]);
  });
});

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startApp } from '@shutterbus/testing/app';
import { openPage, signIn, startBrowser } from '@shutterbus/testing/browser';
import { consolePages, fillConsole } from '@shutterbus/testing/console-pages';
import {
  leaverPages,
  memberPages,
  type SmallWorld,
  smallWorld,
  visitorPages,
} from '@shutterbus/testing/small-world';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { command } from './lib/command.ts';
import { pictureRepair } from './lib/picture-repair.ts';
import { root } from './lib/repository.ts';

/**
 * npm run screenshots: fills a fresh app and pictures every page of it, and those of the sandbox's console, into
 * docs/images/screenshots, on a phone and on a desk, in light and dark. Needs a Chromium.
 */
command('npm run screenshots');
const folder = path.join(root, 'docs/images/screenshots');
const screens = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
};
/** The first bytes of files that people bring and that cannot be taken, under the names that they often have. */
const refused = [
  { name: 'IMG_0417.CR2', start: 'II*\0\x10\0\0\0CR\x02\0' },
  { name: 'IMG_0418.MOV', start: '\0\0\0\x14ftypqt  \0\0\0\0qt  ' },
  { name: 'scan.jpg', start: 'II*\0\x08\0\0\0\0\0' },
  { name: 'logo.svg', start: '<svg xmlns="http://www.w3.org/2000/svg">' },
].map(({ name, start }) => ({ name, mimeType: '', buffer: Buffer.from(start, 'latin1') }));

const app = await startApp();
const browser = await startBrowser();
try {
  await mkdir(folder, { recursive: true });
  const world = await smallWorld(app);
  for (const [screen, viewport] of Object.entries(screens)) {
    for (const colorScheme of ['light', 'dark'] as const)
      await picturePages(browser, world, `${screen}-${colorScheme}`, { viewport, colorScheme });
  }
  const repair = await openPage(browser, app.webUrl, console.warn, {
    viewport: { width: 1280, height: 640 },
  });
  await pictureRepair(app, repair, (name) => save(repair, name, 'desktop-light'));
  await repair.context().close();
  const pages = await consolePages(app, await fillConsole(app));
  for (const [screen, viewport] of Object.entries(screens)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await openPage(browser, app.webUrl, console.warn, { viewport, colorScheme });
      for (const { name, address } of pages) {
        await page.goto(address);
        await save(page, `console-${name}`, `${screen}-${colorScheme}`);
      }
      await page.context().close();
    }
  }
} finally {
  await browser.close();
  await app.dispose();
}

async function picturePages(
  inBrowser: Browser,
  world: SmallWorld,
  suffix: string,
  options: { viewport: { width: number; height: number }; colorScheme: 'light' | 'dark' },
): Promise<void> {
  const page = await openPage(inBrowser, app.webUrl, console.warn, options);
  const { anna, carla } = world;
  const shown = { ...world, handle: anna.handle };
  for (const [name, addressIn] of Object.entries(visitorPages))
    await picture(page, addressIn(shown), name, suffix);
  await signIn(page, carla);
  await page.getByRole('heading', { name: 'You are leaving' }).waitFor();
  for (const [name, addressIn] of Object.entries(leaverPages))
    await picture(page, addressIn(shown), name, suffix);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor();
  await signIn(page, anna);
  await page.getByRole('link', { name: 'Settings of Anna' }).waitFor();
  for (const [name, addressIn] of Object.entries(memberPages))
    await picture(page, addressIn(shown), name, suffix);
  await page.goto('/upload');
  await page.getByLabel('Choose photos').setInputFiles(refused);
  await page.getByRole('alert').waitFor();
  await save(page, 'upload-refused', suffix);
  await page.context().close();
}

async function picture(page: Page, address: string, name: string, suffix: string): Promise<void> {
  await page.goto(address);
  await page.waitForLoadState('networkidle');
  await save(page, name, suffix);
}

async function save(page: Page, name: string, suffix: string): Promise<void> {
  const png = await page.screenshot();
  const webp = await sharp(png).webp({ quality: 70, effort: 6 }).toBuffer();
  await writeFile(path.join(folder, `${name}-${suffix}.webp`), webp);
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, signIn, startBrowser } from '@shutterbus/testing/browser';
import {
  leaverPages,
  memberPages,
  type SmallWorld,
  smallWorld,
  visitorPages,
} from '@shutterbus/testing/small-world';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '../..');
const widths = [390, 1280];
const schemes = ['light', 'dark'] as const;
/** Adds up by how much anything on the page has moved without somebody's doing. */
const watchShifts = `
  globalThis.moved = [];
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value, sources } of list.getEntries())
      if (!hadRecentInput) globalThis.moved.push(value.toFixed(4) + ' ' + sources.map(({ node }) => node?.className ?? node?.nodeName));
  }).observe({ type: 'layout-shift', buffered: true });`;

/** Colours change by transitions, which end a frame later even where nobody wants motion. */
const settled = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  .then(() => Promise.all(document.getAnimations().filter(({ transitionProperty }) => transitionProperty).map(({ finished }) => finished)))`;

const looked = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).join(', ')))`;

/** What everybody may expect of every page: nothing in the way of anybody, nothing that moves, nothing wider than the screen. */
describe('every page', () => {
  let app: App;
  let browser: Browser;
  let world: SmallWorld;
  let visitor: Page;
  let member: Page;
  let leaver: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    world = await smallWorld(app);
    [visitor, member, leaver] = await Promise.all([open(), open(), open()]);
    await signIn(member, world.anna);
    await member.getByRole('link', { name: 'Settings of Anna' }).waitFor();
    await signIn(leaver, world.carla);
    await leaver.getByRole('heading', { name: 'You are leaving' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
  });

  async function open(): Promise<Page> {
    const options = { reducedMotion: 'reduce' } as const;
    const page = await openPage(browser, app.webUrl, (complaint) => complaints.push(complaint), options);
    await page.addInitScript(watchShifts);
    return page;
  }

  async function look(page: Page, address: string): Promise<void> {
    for (const width of widths) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(address);
      await page.waitForLoadState('networkidle');
      expect({ width, moved: await page.evaluate('globalThis.moved') }).toEqual({ width, moved: [] });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.evaluate(axe.source);
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(settled);
        expect({ width, colorScheme, found: await page.evaluate(looked) }).toEqual({
          width,
          colorScheme,
          found: [],
        });
      }
    }
  }

  it.each(Object.entries(visitorPages))('is in order for a visitor: %s', async (_, addressIn) => {
    await look(visitor, addressIn({ ...world, handle: world.anna.handle }));
  });

  it.each(Object.entries(memberPages))('is in order for who is signed in: %s', async (_, addressIn) => {
    await look(member, addressIn({ ...world, handle: world.anna.handle }));
  });

  it.each(Object.entries(leaverPages))('is in order for who is leaving: %s', async (_, addressIn) => {
    await look(leaver, addressIn({ ...world, handle: world.carla.handle }));
    expect(await leaver.getByRole('heading', { name: 'You are leaving' }).count()).toBe(1);
  });

  it('is among these', () => {
    const given = { photoId: 'a', damagedId: 'b', othersId: 'c', downloadId: 'd', handle: 'anna' };
    const addresses = [...Object.values(visitorPages), ...Object.values(memberPages)].map(
      (addressIn) => new URL(addressIn(given), app.webUrl).pathname,
    );
    const source = readFileSync(path.join(root, 'packages/web/src/app.tsx'), 'utf8');
    const routes = [...source.matchAll(/<Route path="([^"]+)"/g)].map(([, route = '']) => route);
    expect(routes.length).toBeGreaterThan(10);
    for (const route of routes)
      expect(addresses).toContainEqual(
        expect.stringMatching(new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`)),
      );
  });

  it('stays where it is when the font comes late', async () => {
    const page = await open();
    await page.route('**/*.woff2', async (route) => {
      await page.getByRole('link', { name: 'Join Shutterbus' }).waitFor();
      await route.continue();
    });
    const font = page.waitForResponse('**/*.woff2');
    await page.goto('/', { waitUntil: 'commit' });
    await (await font).finished();
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate('globalThis.moved')).toEqual([]);
  });

  it('breaks no rule of the security policy and throws no error', () => {
    expect(complaints).toEqual([]);
  });
});

import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, startBrowser } from '@shutterbus/testing/browser';
import { consolePageNames, consolePages, fillConsole } from '@shutterbus/testing/console-pages';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';

const themes = ['light', 'dark'] as const;
const widths = [1280, 390];
const mostScriptBytes = 80_000;

/** Axe reads a page for seconds. What it says of one that was redrawn meanwhile is about elements that are gone: then it looks again. */
const axeAtRest = `
globalThis.axeAtRest = async () => {
  for (;;) {
    let redrawn = false;
    const watched = new MutationObserver(() => { redrawn = true; });
    watched.observe(document, { childList: true, subtree: true });
    const found = await axe.run();
    watched.disconnect();
    if (!redrawn) return found;
  }
}`;

/** Every page of the console, full of what it shows: a photo, a mail, a dead letter, a standing change. */
describe('the pages of the console', () => {
  let app: App;
  let browser: Browser;
  let page: Page;
  let pages: Awaited<ReturnType<typeof consolePages>>;
  const complaints: string[] = [];

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    pages = await consolePages(app, await fillConsole(app));
    page = await openPage(browser, app.webUrl, (complaint) => complaints.push(complaint));
  });
  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
  });

  /**
   * Waits for what a page's script puts into it; from then on it rests, as one that nobody sees. Then opens what is folded, a few
   * of each, so that it is looked at, too: a mail with a code is open whichever came last.
   */
  async function open(address: string): Promise<void> {
    await page.goto(address);
    if ((await page.locator('#told').count()) > 0) await page.getByText('Live.', { exact: true }).waitFor();
    if ((await page.locator('#ways').count()) > 0)
      await page.locator('#ways li').first().waitFor({ state: 'attached' });
    await page.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden' })");
    await page.evaluate(`for (const one of [
      ...[...document.querySelectorAll('details')].slice(0, 4),
      ...[...document.querySelectorAll('details:has([data-code])')].slice(0, 1),
    ]) one.open = true`);
    await page.evaluate(axe.source);
    await page.evaluate(axeAtRest);
  }
  /** Rules that are broken, each with the elements that break it. */
  const faults = async (): Promise<string[]> => {
    const { violations } = (await page.evaluate('axeAtRest()')) as AxeResults;
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };

  afterEach(() => expect(complaints).toEqual([]));

  // Each for itself: together they took longer than a test may, on a machine that was busy.
  it.each(consolePageNames)(
    'have no fault that axe finds and no sideways scroll, in either theme, on a desk and on a phone: %s',
    async (name) => {
      const found: string[] = [];
      await open(pages.find((one) => one.name === name)?.address ?? '');
      for (const colorScheme of themes)
        for (const width of widths) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 900 });
          const where = `${colorScheme}, ${width} px:`;
          found.push(...(await faults()).map((fault) => `${where} ${fault}`));
          const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
          if (wide > width) found.push(`${where} is ${wide} px wide`);
        }
      expect(found).toEqual([]);
    },
  );

  it('load less than 80 kB of script each', async () => {
    const heavy: string[] = [];
    for (const { name, address } of pages) {
      const text = await (await fetch(`${app.webUrl}${address}`)).text();
      const scripts = [...text.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, source = '']) => source);
      let bytes = 0;
      for (const source of scripts)
        bytes += (await (await fetch(`${app.webUrl}${source}`)).arrayBuffer()).byteLength;
      if (bytes >= mostScriptBytes) heavy.push(`${name}: ${bytes} bytes`);
    }
    expect(heavy).toEqual([]);
  });
});

import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, startBrowser } from '@shutterbus/testing/browser';
import { consolePages, fillConsole } from '@shutterbus/testing/console-pages';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';

const themes = ['light', 'dark'] as const;
const widths = [1280, 390];
const mostScriptBytes = 80_000;

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

  /** Opens what is folded, a few of each, so that it is looked at, too. */
  const unfold = () =>
    page.evaluate("for (const one of [...document.querySelectorAll('details')].slice(0, 4)) one.open = true");
  /** Rules that are broken, each with the elements that break it. */
  const faults = async (): Promise<string[]> => {
    const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };

  it('have no fault that axe finds and no sideways scroll, in either theme, on a desk and on a phone', async () => {
    const found: string[] = [];
    for (const { name, address } of pages) {
      await page.goto(address);
      await unfold();
      await page.evaluate(axe.source);
      for (const colorScheme of themes)
        for (const width of widths) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 900 });
          const where = `${name}, ${colorScheme}, ${width} px:`;
          found.push(...(await faults()).map((fault) => `${where} ${fault}`));
          const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
          if (wide > width) found.push(`${where} is ${wide} px wide`);
        }
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  });

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

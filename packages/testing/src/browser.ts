import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { eventually } from './eventually.ts';

/** Where Debian, Fedora and macOS put Chromium or Chrome; CHROMIUM names another. */
const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Starts the machine's Chromium without a window and without its own traffic. @param args further switches */
export function startBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = places.find((place) => place !== undefined && existsSync(place));
  if (!executablePath) throw new Error('There is no Chromium here; install it, or name it in CHROMIUM.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });
}

/** Against a page that hangs; as long as `eventually` tries, since both wait for the same machine. */
const hangsAfterMs = 120_000;

/**
 * A browser of one person's own.
 * @param complain takes each script error, each refusal by the page's security policy, and what a library warns of
 */
export async function openPage(
  browser: Browser,
  baseURL: string,
  complain: (complaint: string) => void,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1280, height: 900 }, ...options });
  // Of pages that are opened from this one, too.
  context.setDefaultTimeout(hangsAfterMs);
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => complain(message));
  page.on('console', (message) => {
    if (/Content Security Policy|\[WARN\]/.test(message.text())) complain(message.text());
  });
  return page;
}

/**
 * Opens a page anew until it shows what events of others bring there. Each look may take twice as long as the one before: how long
 * a page takes to be read and drawn, nobody knows beforehand.
 * @param look waits for at most this long, and throws when it is not there by then
 */
export async function openUntil(
  page: Page,
  address: string,
  look: (timeout: number) => Promise<unknown>,
): Promise<void> {
  let timeout = 500;
  await eventually(async () => {
    timeout = Math.min(timeout * 2, hangsAfterMs);
    await page.goto(address);
    await look(timeout);
  });
}

/** Signs in, and waits for nothing: what comes then is another page for who is leaving. */
export async function signIn(
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

import Bowser from 'bowser';

/** Names are told on, and a header can say anything. */
const nameForm = /^[\w][\w .-]{0,39}$/;
const named = (name: string | undefined): string | undefined =>
  name && nameForm.test(name) ? name : undefined;

/** The names of browser and system, and nothing else, of what a browser says of itself. */
export function knownBrowser(userAgent = ''): { browser?: string | undefined; system?: string | undefined } {
  if (userAgent === '') return {};
  const { browser, os } = Bowser.parse(userAgent);
  return { browser: named(browser.name), system: named(os.name) };
}

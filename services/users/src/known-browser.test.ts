import { knownBrowser } from './known-browser.ts';

describe('knownBrowser', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox', 'Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
      'Microsoft Edge',
      'Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari',
      'iOS',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
      'Chrome',
      'Android',
    ],
  ])('names browser and system of %s', (userAgent, browser, system) => {
    expect(knownBrowser(userAgent)).toEqual({ browser, system });
  });

  it('says nothing of what it does not know', () => {
    for (const userAgent of [undefined, '', ' ', '-'])
      expect(knownBrowser(userAgent)).toEqual({ browser: undefined, system: undefined });
  });

  it('passes no text of a stranger on', () => {
    for (const userAgent of ['<b>Anna</b>/1.0', `${'x'.repeat(41)}/1.0`, '\u202eelgooG/1.0'])
      expect(knownBrowser(userAgent).browser).toBeUndefined();
  });
});

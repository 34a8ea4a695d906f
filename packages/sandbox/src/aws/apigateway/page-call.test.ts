import { pageCall } from './page-call.ts';

const site = 'http://localhost:3000';
const headers = {
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'cors',
  referer: `${site}/photos/1?token=secret`,
  'user-agent': 'Firefox/146.0',
};

describe('pageCall', () => {
  it('knows the page of a call and its browser, and leaves its query with the page', () => {
    expect(pageCall({ headers })).toEqual({ page: '/photos/1', userAgent: 'Firefox/146.0' });
  });

  it('names the origin of a page of another one', () => {
    const elsewhere = { ...headers, 'sec-fetch-site': 'cross-site', referer: 'https://app.example.com/' };
    expect(pageCall({ headers: elsewhere })?.page).toBe('https://app.example.com/');
  });

  it('says no page where the browser names none', () => {
    const { referer: _, ...silent } = headers;
    expect(pageCall({ headers: silent })).toEqual({ page: undefined, userAgent: 'Firefox/146.0' });
    expect(pageCall({ headers: { ...headers, referer: 'about:client' } })?.page).toBeUndefined();
  });

  it('knows nothing of a program, whatever it calls itself, and of an address that somebody opens', () => {
    expect(pageCall({ headers: { 'user-agent': 'Mozilla/5.0', referer: site } })).toBeUndefined();
    // As fetch of Node.js asks.
    expect(pageCall({ headers: { 'sec-fetch-mode': 'cors', 'user-agent': 'node' } })).toBeUndefined();
    expect(pageCall({ headers: { ...headers, 'sec-fetch-mode': 'navigate' } })).toBeUndefined();
  });
});

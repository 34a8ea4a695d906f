import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Destination } from '../core/edge.ts';
import { makeFrontDoor } from './front-door.ts';

const door = makeFrontDoor({
  webPort: 3000,
  allowedOrigins: ['https://studio.example.com'],
  bridgeAddress: '172.17.0.1',
});
const request = (headers: Record<string, string> = {}, method = 'GET', url = '/'): IncomingMessage =>
  ({ method, url, headers: { host: 'localhost:3000', ...headers } }) as unknown as IncomingMessage;
const admits = (asked: IncomingMessage, destination: Destination = {}): boolean =>
  door.refusal(asked, destination) === undefined;

describe('makeFrontDoor', () => {
  it.each([
    ['localhost', true],
    ['LOCALHOST:4566', true],
    ['photos.localhost:4566', true],
    ['my.photos.localhost:4566', true],
    ['127.0.0.1:4566', true],
    ['[::1]:4566', true],
    ['host.docker.internal:4566', true],
    ['172.17.0.1:4566', true],
    ['evil.example:4566', false],
    ['localhost.evil.example', false],
    ['evil-localhost:3000', false],
    ['0.0.0.0:4566', false],
    ['172.17.0.2:4566', false],
    ['localhost:3000:80', false],
    ['', false],
  ])('answers under the names of this machine: %s', (host, answers) => {
    expect(admits(request({ host }))).toBe(answers);
  });

  it.each([
    ['http://localhost:3000', true],
    ['http://127.0.0.1:3000', true],
    ['https://studio.example.com', true],
    ['http://localhost:3001', false],
    ['https://localhost:3000', false],
    ['http://127.0.0.1:4566', false],
    ['http://evil.example', false],
    ['null', false],
  ])('lets in the pages of the web port and of named origins alone: %s', (origin, lets) => {
    expect(admits(request({ origin }))).toBe(lets);
    expect(admits(request({ origin }, 'POST'), { isPage: true, isObject: true })).toBe(lets);
  });

  it('leaves an object to its bucket and a route to its API, preflights too', () => {
    const lets = (origin: string, method: string): boolean =>
      origin === 'https://partner.example.com' && method === 'GET';
    const from = (origin: string, method: string, headers = {}) =>
      admits(request({ origin, ...headers }, method), { lets });
    expect(from('https://partner.example.com', 'GET')).toBe(true);
    expect(from('https://partner.example.com', 'POST')).toBe(false);
    expect(from('http://evil.example', 'GET')).toBe(false);
    const preflight = { 'access-control-request-method': 'PUT' };
    expect(from('http://evil.example', 'OPTIONS', preflight)).toBe(true);
    expect(from('http://evil.example', 'OPTIONS')).toBe(false);
    expect(admits(request({ origin: 'http://evil.example', ...preflight }, 'OPTIONS'))).toBe(false);
  });

  it('lets a page of another site follow a link to the web port, and show what was signed for it', () => {
    const crossSite = (more: Record<string, string>, method = 'GET', url = '/') =>
      request({ 'sec-fetch-site': 'cross-site', ...more }, method, url);
    const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const image = { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
    const signed = '/photos/a.jpg?X-Amz-Expires=60&X-Amz-Signature=00';

    expect(admits(crossSite(link), { isPage: true })).toBe(true);
    expect(admits(crossSite(link, 'POST'), { isPage: true })).toBe(false);
    expect(admits(crossSite({ ...link, 'sec-fetch-dest': 'iframe' }), { isPage: true })).toBe(false);
    expect(admits(crossSite(image), { isPage: true })).toBe(false);
    expect(admits(crossSite(link), { isObject: true })).toBe(false);
    expect(admits(crossSite(image, 'GET', signed), { isObject: true })).toBe(true);
    expect(admits(crossSite(image, 'POST', signed), { isObject: true })).toBe(false);
    expect(admits(crossSite(image, 'GET', signed))).toBe(false);
    expect(admits(request({ 'sec-fetch-site': 'same-origin' }))).toBe(true);
    expect(admits(request({ 'sec-fetch-site': 'none' }))).toBe(true);
  });

  it('says what is refused and what would let it in', () => {
    expect(door.refusal(request({ origin: 'http://evil.example' }), {})).toMatch(
      /^Pages of http:\/\/evil\.example may not .*--allow-origin/,
    );
    expect(door.refusal(request({ host: 'evil.example' }), {})).toMatch(/localhost, not at "evil\.example"/);
  });

  it('tells its own pages what they may read, and answers their preflights', () => {
    const answers: unknown[] = [];
    const headers: Record<string, string> = {};
    const response = {
      setHeader: (name: string, value: string) => Object.assign(headers, { [name]: value }),
      writeHead: (...all: unknown[]) => void answers.push(all),
      end: () => undefined,
    } as unknown as ServerResponse;
    const origin = 'http://localhost:3000';
    expect(door.welcome(request(), response)).toBe(false);
    expect(door.welcome(request({ origin: 'http://evil.example' }), response)).toBe(false);
    expect(headers).toEqual({});
    expect(door.welcome(request({ origin }, 'POST'), response)).toBe(false);
    expect(headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'Origin' });
    const preflight = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-amz-target',
    };
    expect(door.welcome(request(preflight, 'OPTIONS'), response)).toBe(true);
    expect(answers).toEqual([
      [200, expect.objectContaining({ 'access-control-allow-headers': 'x-amz-target' })],
    ]);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildWeb } from '../../scripts/lib/build-web.ts';

const dist = path.resolve(import.meta.dirname, '../../packages/web/dist');

/** Scripts and styles, compressed, until somebody who is signed in sees pictures: half a second at 1.2 Mbit/s. */
const budget = 70_000;
/** For a visitor, who needs no code for signing in. */
const visitorBudget = 40_000;

const weight = (file: string): number => gzipSync(readFileSync(path.join(dist, file))).length;
const sum = (files: string[]): number => files.map(weight).reduce((total, bytes) => total + bytes, 0);

describe('the first load of the web app', () => {
  const named = () =>
    [
      ...readFileSync(path.join(dist, 'index.html'), 'utf8').matchAll(/(?:src|href)="\/(.+?\.(?:js|css))"/g),
    ].map(([, file = '']) => file);
  const chunk = (name: string) => {
    const file = readdirSync(path.join(dist, 'assets')).find(
      (entry) => entry.startsWith(`${name}-`) && entry.endsWith('.js'),
    );
    if (!file) throw new Error(`${name} is no file of its own`);
    return `assets/${file}`;
  };
  beforeAll(() => buildWeb());

  it('keeps to its budget, and a visitor’s to a smaller one', () => {
    expect(sum(named())).toBeLessThan(visitorBudget);
    expect(sum([...named(), chunk('cognito')])).toBeLessThan(budget);
  });

  it.each(['later-pages', 'answers', 'take-files'])('leaves %s for later', (name) => {
    expect(named()).not.toContain(chunk(name));
  });
});

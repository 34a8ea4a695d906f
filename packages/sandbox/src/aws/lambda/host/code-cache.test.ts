import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCodeCache } from './code-cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'code-cache-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const long = `(${'x'.repeat(10)}, 1)`.replace('xxxxxxxxxx', `'${'x'.repeat(30_000)}'`);
const compile = (version: string, source = long) => {
  const cache = makeCodeCache(folder);
  const script = cache.compile('/some/index.js', version, source, {});
  return { cache, script };
};

describe('makeCodeCache', () => {
  it('gives a later thread what an earlier one has compiled', () => {
    const first = compile('1');
    expect(first.script.cachedDataRejected).toBeUndefined();
    first.cache.save();
    const second = compile('1');
    expect(second.script.cachedDataRejected).toBe(false);
    expect(second.script.runInThisContext()).toBe(1);
  });

  it('never gives the code of another version, and forgets the old one', () => {
    compile('1').cache.save();
    const changed = compile('2', long.replace(', 1)', ', 2)'));
    expect(changed.script.cachedDataRejected).toBeUndefined();
    expect(changed.script.runInThisContext()).toBe(2);
    changed.cache.save();
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('compiles anew what it cannot use', () => {
    compile('1').cache.save();
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'damaged');
    const { script, cache } = compile('1');
    expect(script.runInThisContext()).toBe(1);
    cache.save();
    expect(compile('1').script.cachedDataRejected).toBe(false);
  });

  it('keeps nothing small', () => {
    compile('1', '1').cache.save();
    expect(readdirSync(folder)).toEqual([]);
  });
});

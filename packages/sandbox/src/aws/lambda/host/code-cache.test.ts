import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetOldCode, makeCodeCache } from './code-cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'code-cache-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const long = `(${'x'.repeat(10)}, 1)`.replace('xxxxxxxxxx', `'${'x'.repeat(30_000)}'`);
const compile = (filename = '/some/index.js', source = long) => {
  const cache = makeCodeCache(folder);
  const script = cache.compile(filename, source, {});
  return { cache, script };
};

describe('makeCodeCache', () => {
  it('gives a later thread what an earlier one has compiled, wherever the same source lies', () => {
    const first = compile();
    expect(first.script.cachedDataRejected).toBeUndefined();
    first.cache.save();
    const second = compile('/elsewhere/index.js');
    expect(second.script.cachedDataRejected).toBe(false);
    expect(second.script.runInThisContext()).toBe(1);
  });

  it('never gives the code of another source', () => {
    compile().cache.save();
    const changed = compile('/some/index.js', long.replace(', 1)', ', 2)'));
    expect(changed.script.cachedDataRejected).toBeUndefined();
    expect(changed.script.runInThisContext()).toBe(2);
  });

  it('forgets what nobody has asked for the longest, where there is no room for all', () => {
    const [first, second, third] = [1, 2, 3].map((number) => {
      const before = readdirSync(folder);
      compile('/some/index.js', long.replace(', 1)', `, ${number})`)).cache.save();
      const [name = ''] = readdirSync(folder).filter((one) => !before.includes(one));
      utimesSync(join(folder, name), number, number);
      return name;
    });
    compile('/some/index.js', long);
    forgetOldCode(folder);
    expect(readdirSync(folder).sort()).toEqual([first, second, third].sort());
    forgetOldCode(folder, 2.5 * statSync(join(folder, first ?? '')).size);
    expect(readdirSync(folder).sort()).toEqual([first, third].sort());
  });

  it('compiles anew what it cannot use', () => {
    compile().cache.save();
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'damaged');
    const { script, cache } = compile();
    expect(script.runInThisContext()).toBe(1);
    cache.save();
    expect(compile().script.cachedDataRejected).toBe(false);
  });

  it('keeps nothing small', () => {
    compile('/some/index.js', '1').cache.save();
    expect(readdirSync(folder)).toEqual([]);
  });
});

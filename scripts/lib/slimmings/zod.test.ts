import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import type * as Zod from 'zod';
import { bundleOptions } from '../bundle-options.ts';
import { root } from '../repository.ts';
import { slimLibraries } from '../slim-bundle.ts';

/** zod as functions have it, in a realm of its own that counts what is compiled there. */
async function slimZod() {
  const { outputFiles } = await build({
    ...bundleOptions,
    stdin: { contents: "export * from 'zod'", resolveDir: path.join(root, 'packages/contracts') },
    plugins: [slimLibraries],
    write: false,
  });
  const realm = createContext({ module: { exports: {} }, URL, compiled: 0 });
  runInContext(
    'const own = Function; Function = function (...code) { if (code.join("")) compiled += 1; return own(...code); };',
    realm,
  );
  runInContext(outputFiles[0]?.text ?? '', realm);
  return { z: realm.module.exports as typeof Zod, compiled: (): number => realm.compiled };
}

describe('zod in a function', () => {
  it('compiles a parser only for a shape that is parsed often, and finds the same before and after', async () => {
    const { z, compiled } = await slimZod();
    const shape = z.object({ id: z.string(), at: z.int().optional(), kind: z.enum(['a', 'b']).default('a') });
    const found = () =>
      JSON.stringify([
        shape.safeParse({ more: 1, at: 7, id: 'x' }),
        shape.safeParse({ id: 'x', at: undefined, kind: 'b' }),
        shape.safeParse({ at: 'soon', kind: 'c' }).error?.issues,
      ]);
    const first = found();
    expect(first).toContain('"id":"x"');
    for (let parses = 3; parses < 498; parses += 3) expect(found()).toBe(first);
    expect(compiled()).toBe(0);
    for (let parses = 0; parses < 9; parses += 3) expect(found()).toBe(first);
    expect(compiled()).toBe(1);
  });
});

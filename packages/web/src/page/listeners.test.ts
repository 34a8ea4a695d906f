import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const src = path.resolve(import.meta.dirname, '..');
const sources = globSync('**/*.{ts,tsx}', { cwd: src })
  .filter((file) => !file.includes('.test.'))
  .map((file) => [file, readFileSync(path.join(src, file), 'utf8')] as const);

/** Effects of either kind, each with what it does. */
const effects = /^( *)(useEffect|useLayoutEffect)\(\(\) => \{\n([\s\S]*?)^\1\}/gm;
const attaches = /(^|\s|document\.|window\.)addEventListener\(/m;

describe('a listener of the window or the document', () => {
  it('is attached before its page can be seen: whoever is fast, or has a slow machine, acts before a later effect', () => {
    const listening = sources.flatMap(([file, code]) =>
      [...code.matchAll(effects)]
        .filter(([, , , body = '']) => attaches.test(body))
        .map(([, , kind]) => ({ file, kind })),
    );
    expect(listening.length).toBeGreaterThan(5);
    expect(listening.filter(({ kind }) => kind === 'useEffect')).toEqual([]);
  });
});

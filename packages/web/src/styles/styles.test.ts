import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const sheets = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.css'))
  .map((name) => [name, readFileSync(path.join(import.meta.dirname, name), 'utf8')] as const);
const declared = new Set(
  sheets.flatMap(([, css]) => [...css.matchAll(/^\s*(--[\w-]+):/gm)].map(([, name]) => name)),
);

/** Set by a component, for the one element. */
const ofElements = new Set(['--hue', '--ratio', '--height']);

it('the licence of the font goes out with it', () => {
  const web = path.resolve(import.meta.dirname, '../..');
  const read = (name: string) => readFileSync(path.join(web, name), 'utf8');
  expect(read('public/font-licence.txt')).toBe(
    read('node_modules/@fontsource-variable/bricolage-grotesque/LICENSE'),
  );
});

describe('the style sheets', () => {
  it.each(sheets)('%s speaks one language of corners', (_, css) => {
    const radii = [...css.matchAll(/border-[a-z-]*radius:\s*([^;]+);/g)].map(([, value = '']) => value);
    expect(radii.filter((value) => !/^(var\(--radius[\w-]*\)|inherit)$/.test(value))).toEqual([]);
  });

  it.each(sheets)('%s uses no property that nobody declares', (_, css) => {
    const used = [...css.matchAll(/var\((--[\w-]+)/g)].map(([, name = '']) => name);
    expect(used.filter((name) => !declared.has(name) && !ofElements.has(name))).toEqual([]);
  });
});

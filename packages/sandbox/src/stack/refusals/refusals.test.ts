import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { resourceRefusals } from './refusals.ts';
import { templateRefusals } from './template-refusals.ts';

const folder = import.meta.dirname;
const rules = [...resourceRefusals, ...templateRefusals];
const tests = readdirSync(folder)
  .filter((name) => name.endsWith('-refusals.test.ts'))
  .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));

/** The file that tests a rule by its name. */
const testOf = (rule: string): string | undefined => tests.find(({ text }) => text.includes(rule))?.name;

describe('the rules by which AWS refuses a template', () => {
  it('have each a name of its own and a test of that name', () => {
    const names = rules.map(({ rule }) => rule);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((rule) => testOf(rule) === undefined)).toEqual([]);
  });

  it('are the table of REFUSALS.md', () => {
    const file = path.join(folder, '../../../REFUSALS.md');
    const lines = rules.map(({ rule, page }) => `| ${rule} | <${page}> | \`${testOf(rule)}\` |`);
    const written = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.includes('| <https://'));
    expect(written).toEqual(lines);
  });
});

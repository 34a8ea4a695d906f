import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const documents = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => existsSync(path.join(root, file)));

/** GitHub's address of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .replaceAll(' ', '-');

/** What a link in a document names and is not there. */
function brokenLinks(document: string): string[] {
  const text = read(document).replace(/^```[\s\S]*?^```/gm, '');
  const targets = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => {
    const [file = '', anchor] = target.split('#');
    const absolute =
      file === '' ? path.join(root, document) : path.resolve(root, path.dirname(document), file);
    if (!existsSync(absolute)) return true;
    if (!anchor) return false;
    const headings = [...readFileSync(absolute, 'utf8').matchAll(/^#+ (.+)$/gm)].map(
      ([, heading = '']) => heading,
    );
    return !headings.some((heading) => anchorOf(heading) === anchor);
  });
}

/** Commands of this repository that a document names and that package.json does not have. */
function unknownCommands(document: string): string[] {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...read(document).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(
    ([, name = '']) => name,
  );
  return named.filter((name) => !Object.hasOwn(scripts, name));
}

/** Calls of a function that version 2 of the AWS CLI refuses: it takes `file://` for base64, version 1 for text. */
const oneVersionOnly = (document: string): string[] =>
  [...read(document).matchAll(/aws lambda invoke.*--payload (?!fileb:\/\/)\S+/g)].map(([call]) => call);

describe.each(documents)('%s', (document) => {
  it('links to what is there', () => {
    expect(brokenLinks(document)).toEqual([]);
  });

  it('names commands that exist', () => {
    expect(unknownCommands(document)).toEqual([]);
  });

  it('calls functions in a way that both versions of the AWS CLI take', () => {
    expect(oneVersionOnly(document)).toEqual([]);
  });
});

describe('the tables of conventions and operations', () => {
  it.each(['docs/conventions.md', 'CONTRIBUTING.md', 'docs/operations.md'])(
    '%s names files that exist',
    (document) => {
      const files = [
        ...read(document).matchAll(/`((?:services|packages|tests|docs|events|scripts)\/[\w./-]+)`/g),
      ];
      const gone = files.map(([, file = '']) => file).filter((file) => !existsSync(path.join(root, file)));
      expect(gone).toEqual([]);
    },
  );
});

describe('the table of what foreign suites told apart', () => {
  const rows = read('packages/sandbox/FOREIGN-SUITES.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| cause '));
  const testsOf = (row: string) => [...row.matchAll(/\]\((src\/[^)]+\.test\.ts)\) `([^`]+)`/g)];

  it('names a test in each row', () => {
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter((row) => testsOf(row).length === 0)).toEqual([]);
  });

  it('names tests that are there', () => {
    const gone = rows
      .flatMap(testsOf)
      .filter(([, file = '', name = '']) => !read(`packages/sandbox/${file}`).includes(`'${name}'`))
      .map(([named]) => named);
    expect(gone).toEqual([]);
  });
});

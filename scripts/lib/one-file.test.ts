import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inOneFile } from './one-file.ts';
import { root } from './repository.ts';

describe('a module in one file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'one-file-'));
  // What is kept goes by the name of the entry.
  const name = path.basename(folder);
  const entry = path.relative(root, path.join(folder, `${name}.ts`));
  let file = '';
  const write = (module: string, text: string): void => writeFileSync(path.join(folder, module), text);
  const said = (): string =>
    spawnSync(process.execPath, ['--no-warnings', file], { encoding: 'utf8' }).stdout.trim();

  beforeAll(async () => {
    write(`${name}.ts`, "import { word } from './word.ts';\nconsole.log(word, import.meta.dirname);\n");
    write('word.ts', "export const word: string = 'one';\n");
    file = fileURLToPath(await inOneFile(entry));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    for (const kept of [file, `${file}.map`]) rmSync(kept, { force: true });
  });

  it('does what the modules do, each where its source stands', () => {
    expect(path.dirname(file)).toBe(path.join(root, 'node_modules/.cache/one-file'));
    expect(said()).toBe(`one ${folder}`);
  });

  it('is made once for the same sources, and anew when one of them is another', async () => {
    const made = statSync(file).mtimeMs;
    await inOneFile(entry);
    expect(statSync(file).mtimeMs).toBe(made);

    write('word.ts', "export const word: string = 'two';\n");
    await inOneFile(entry);
    expect(said()).toBe(`two ${folder}`);
  });

  it('is made anew when a module is gone', async () => {
    write(`${name}.ts`, "console.log('alone');\n");
    rmSync(path.join(folder, 'word.ts'));
    await inOneFile(entry);
    expect(said()).toBe('alone');
  });

  it('is the module itself when it cannot be made: Node says what is wrong there', async () => {
    write(`${name}.ts`, "import './nowhere.ts';\n");
    expect(await inOneFile(entry)).toBe(pathToFileURL(path.join(folder, `${name}.ts`)).href);
  });
});

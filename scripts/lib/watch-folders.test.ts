import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '@shutterbus/testing/eventually';
import { watchFolders } from './watch-folders.ts';

describe('watchFolders', () => {
  let root: string;
  let seen: string[];
  let end: () => void;

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'shutterbus-watch-'));
    for (const folder of ['src/a/b', 'src/node_modules/c'])
      mkdirSync(path.join(root, folder), { recursive: true });
    save('src/a/b/one.ts');
    seen = [];
    end = watchFolders(root, ['src'], (file) => seen.push(file));
  });
  afterEach(() => {
    end();
    rmSync(root, { recursive: true });
  });

  const save = (file: string) => writeFileSync(path.join(root, file), 'text');
  /** As many editors do, and git: another file takes the old one's place. */
  function replace(file: string): void {
    save(`${file}.new`);
    renameSync(path.join(root, `${file}.new`), path.join(root, file));
  }
  async function tellsOf(file: string, act: () => void): Promise<void> {
    seen.length = 0;
    act();
    await eventually(() => expect(seen).toContain(file));
  }

  it('tells of a file each time that it is saved, in place or by another', async () => {
    const file = 'src/a/b/one.ts';
    for (const way of [replace, replace, save, replace]) await tellsOf(file, () => way(file));
  });

  it('tells of files in folders that come later, or come again', async () => {
    for (const _ of ['new', 'again']) {
      await tellsOf('src/a/d/e/two.ts', () => {
        mkdirSync(path.join(root, 'src/a/d/e'), { recursive: true });
        save('src/a/d/e/two.ts');
      });
      await tellsOf('src/a/d/e/three.ts', () => save('src/a/d/e/three.ts'));
      await tellsOf('src/a/d', () => rmSync(path.join(root, 'src/a/d'), { recursive: true }));
    }
  });

  it('leaves out what is installed', async () => {
    save('src/node_modules/c/x.ts');
    await tellsOf('src/a/y.ts', () => save('src/a/y.ts'));
    expect(seen.filter((file) => file.includes('node_modules'))).toEqual([]);
  });
});

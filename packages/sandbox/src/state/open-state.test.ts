import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openState } from './open-state.ts';

let parent: string;
let folder: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'state-'));
  folder = path.join(parent, '.sandbox');
});
afterEach(() => {
  child?.kill('SIGKILL');
  child = undefined;
  rmSync(parent, { recursive: true });
});

/** Opens the folder, stores a row and closes it. */
function useOnce(): void {
  const state = openState(folder, false);
  state.db.exec('CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES (1)');
  state.close();
}

/** A process that holds the folder until it is killed. */
async function holder(): Promise<ChildProcess> {
  const script = `const { openState } = await import(${JSON.stringify(path.join(import.meta.dirname, 'open-state.ts'))});
    openState(${JSON.stringify(folder)}, false).db.exec('CREATE TABLE kept (a); INSERT INTO kept VALUES (1)');
    console.log('open');
    setInterval(() => {}, 1000);`;
  child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('no output');
  await once(child.stdout, 'data');
  return child;
}

describe('openState', () => {
  it('keeps rows from one opening to the next, and drops them and files when fresh', () => {
    useOnce();
    writeFileSync(path.join(folder, 'object'), 'bytes');
    const again = openState(folder, false);
    expect(again.db.prepare('SELECT count(*) AS n FROM notes').get()).toEqual({ n: 1 });
    again.close();

    const fresh = openState(folder, true);
    expect(fresh.db.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'notes'").get()).toEqual({
      n: 0,
    });
    expect(existsSync(path.join(folder, 'object'))).toBe(false);
    fresh.close();
  });

  it('refuses a folder that another sandbox uses, and takes it over once that was killed', async () => {
    const other = await holder();
    expect(() => openState(folder, false)).toThrow(/^Another sandbox uses .*\. Stop it first/);
    expect(() => openState(folder, true)).toThrow(/^Another sandbox uses/);
    other.kill('SIGKILL');
    await once(other, 'exit');
    const state = openState(folder, false);
    expect(state.db.prepare('SELECT a FROM kept').get()).toEqual({ a: 1 });
    state.close();
  });

  it.each([
    [
      'a database that is none',
      () => writeFileSync(path.join(folder, 'state.sqlite'), 'x'.repeat(5000)),
      /is damaged \(.*not a database/,
    ],
    [
      'a missing format',
      () => rmSync(path.join(folder, 'format-version'), { force: true }),
      /is damaged \(format-version is missing\)/,
    ],
    [
      'another format',
      () => writeFileSync(path.join(folder, 'format-version'), '99'),
      /another version of the sandbox \(format 99/,
    ],
  ])('says how to go on after %s, and --fresh does it', (_, damage, sentence) => {
    useOnce();
    for (const file of ['state.sqlite-wal', 'state.sqlite-shm'])
      rmSync(path.join(folder, file), { force: true });
    damage();
    expect(() => openState(folder, false)).toThrow(sentence);
    damage();
    expect(() => openState(folder, false)).toThrow('Start with --fresh to drop it: tables, objects, people');
    openState(folder, true).close();
    openState(folder, false).close();
  });

  it('replaces a damaged lock, which holds nothing', () => {
    useOnce();
    writeFileSync(path.join(folder, 'lock.sqlite'), 'x'.repeat(5000));
    openState(folder, false).close();
  });

  it('touches no folder that holds something else', () => {
    writeFileSync(path.join(parent, 'photo.jpg'), 'x');
    expect(() => openState(parent, true)).toThrow('holds other files and is no state folder');
    expect(existsSync(path.join(parent, 'photo.jpg'))).toBe(true);
    expect(() => openState(path.join(parent, 'photo.jpg'), false)).toThrow('cannot be made');
  });
});

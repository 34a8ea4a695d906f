import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Changed whenever what is stored changes its meaning, so that an older folder is refused instead of misread. */
const formatVersion = '2';

const wayOut =
  'Start with --fresh to drop it: tables, objects, people, messages, waiting events, mails and logs begin empty.';

const formatFile = 'format-version';
const databaseFile = 'state.sqlite';
const lockFile = 'lock.sqlite';

/** Says what is wrong with the state folder and what to do; meant for the terminal as it is. */
export class StateError extends Error {
  readonly code: 'state-unusable' | 'state-in-use';

  constructor(sentence: string, code: StateError['code'] = 'state-unusable') {
    super(sentence);
    this.name = 'StateError';
    this.code = code;
  }
}

export interface State {
  db: DatabaseSync;
  /** Absolute path. */
  folder: string;
  /** Closes the database and frees the folder. */
  close(): void;
}

/**
 * Opens the state folder, which one sandbox at a time may use, and makes it when it is not there.
 * @param fresh drops everything in it first
 * @throws StateError
 */
export function openState(folder: string, fresh: boolean): State {
  const absolute = path.resolve(folder);
  try {
    mkdirSync(absolute, { recursive: true });
  } catch (error) {
    throw new StateError(
      `The state folder ${absolute} cannot be made (${reasonOf(error)}). Choose another with --state.`,
    );
  }
  const contents = readdirSync(absolute);
  if (contents.length > 0 && ![formatFile, databaseFile, lockFile].some((name) => contents.includes(name))) {
    throw new StateError(
      `${absolute} holds other files and is no state folder. Choose another with --state.`,
    );
  }
  const lock = lockFolder(absolute);
  try {
    if (fresh) {
      for (const name of contents)
        if (!name.startsWith(lockFile)) rmSync(path.join(absolute, name), { recursive: true });
    }
    checkFormat(absolute);
    const db = openDatabase(path.join(absolute, databaseFile));
    return {
      db,
      folder: absolute,
      close() {
        db.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/**
 * Holds an exclusive transaction on a database file of its own: the operating system frees it when the process ends,
 * however it ends. The file holds nothing, so a damaged one is replaced.
 */
function lockFolder(folder: string): DatabaseSync {
  const file = path.join(folder, lockFile);
  const problem = tryLock(file);
  if (problem instanceof DatabaseSync) return problem;
  if (/locked|busy/.test(problem)) {
    throw new StateError(
      `Another sandbox uses ${folder}. Stop it first, or choose another folder with --state.`,
      'state-in-use',
    );
  }
  rmSync(file, { force: true });
  const second = tryLock(file);
  if (second instanceof DatabaseSync) return second;
  throw new StateError(`The state folder ${folder} cannot be used (${second}). Choose another with --state.`);
}

/** @returns the open lock, or why it cannot be had */
function tryLock(file: string): DatabaseSync | string {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(file);
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    return reasonOf(error);
  }
}

function openOrExplain(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file);
  } catch (error) {
    throw damaged(path.dirname(file), error);
  }
}

function checkFormat(folder: string): void {
  const file = path.join(folder, formatFile);
  if (!existsSync(file)) {
    if (existsSync(path.join(folder, databaseFile))) throw damaged(folder, `${formatFile} is missing`);
    writeFileSync(file, `${formatVersion}\n`);
    return;
  }
  const found = readFileSync(file, 'utf8').trim();
  if (found !== formatVersion) {
    throw new StateError(
      `The state in ${folder} was written by another version of the sandbox (format ${found}, this one reads ` +
        `${formatVersion}). ${wayOut}`,
    );
  }
}

function openDatabase(file: string): DatabaseSync {
  const db = openOrExplain(file);
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000');
    const verdict = db.prepare('PRAGMA quick_check(1)').get()?.quick_check;
    if (verdict !== 'ok') throw new Error(String(verdict));
    return db;
  } catch (error) {
    db.close();
    throw damaged(path.dirname(file), error);
  }
}

const damaged = (folder: string, error: unknown): StateError =>
  new StateError(`The state in ${folder} is damaged (${reasonOf(error)}). ${wayOut}`);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

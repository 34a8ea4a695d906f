import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { Script, type ScriptOptions } from 'node:vm';
import { workerData } from 'node:worker_threads';
import { writeWhole } from '../../../core/write-whole.ts';

/** Code that V8 has compiled before, so that a new thread begins where an earlier one was. */
export interface CodeCache {
  compile(filename: string, source: string, options: ScriptOptions): Script;
  /** Keeps what has been compiled since; call it when the code has run, for what ran is in it then. */
  save(): void;
}

/** Smaller ones are compiled faster than they are found. */
const minLength = 20_000;

/** A few times what a large application's functions take. */
const mostBytes = 256 * 1024 * 1024;

/**
 * By the source itself, wherever it lies: what one function, version or sandbox has compiled, another finds.
 * @param folder is made when something is kept; without one nothing is
 */
export function makeCodeCache(folder = folderOfThread()): CodeCache {
  const unsaved = new Map<string, Script>();

  function load(place: string): Buffer | undefined {
    try {
      const now = new Date();
      utimesSync(place, now, now);
      return readFileSync(place);
    } catch {
      return undefined;
    }
  }

  return {
    compile(filename, source, options) {
      if (folder === undefined || source.length < minLength)
        return new Script(source, { ...options, filename });
      const place = join(folder, nameOf(source));
      const cachedData = load(place);
      const script = new Script(source, { ...options, filename, ...(cachedData && { cachedData }) });
      if (script.cachedDataRejected !== false) unsaved.set(place, script);
      return script;
    },
    save() {
      for (const [place, script] of unsaved) {
        unsaved.delete(place);
        try {
          writeWhole(place, script.createCachedData());
        } catch {
          // It is compiled again the next time.
        }
      }
    },
  };
}

/** Drops what has not been asked for the longest, until the rest has room: a changed library makes all functions' code anew. */
export function forgetOldCode(folder: string, most = mostBytes): void {
  const kept = (existsSync(folder) ? readdirSync(folder) : []).flatMap((name) => {
    const place = join(folder, name);
    const found = statSync(place, { throwIfNoEntry: false });
    return found ? [{ place, bytes: found.size, askedAt: found.mtimeMs }] : [];
  });
  let total = 0;
  for (const { place, bytes } of kept.sort((a, b) => b.askedAt - a.askedAt)) {
    total += bytes;
    if (total > most) rmSync(place, { force: true });
  }
}

const nameOf = (source: string): string => createHash('sha256').update(source).digest('hex').slice(0, 32);

function folderOfThread(): string | undefined {
  const folder: unknown = workerData === null ? undefined : Reflect.get(Object(workerData), 'codeCache');
  return typeof folder === 'string' ? folder : undefined;
}

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script, type ScriptOptions } from 'node:vm';
import { workerData } from 'node:worker_threads';

/** Code that V8 has compiled before, so that a new thread begins where an earlier one was. */
export interface CodeCache {
  /** @param version changes whenever the file does */
  compile(filename: string, version: string, source: string, options: ScriptOptions): Script;
  /** Keeps what has been compiled since; call it when the code has run, for what ran is in it then. */
  save(): void;
}

/** Smaller ones are compiled faster than they are found. */
const minLength = 20_000;

/** @param folder is made when something is kept; without one nothing is */
export function makeCodeCache(folder = folderOfThread()): CodeCache {
  const unsaved = new Map<string, Script>();

  function load(name: string): Buffer | undefined {
    if (folder === undefined) return undefined;
    try {
      return readFileSync(join(folder, name));
    } catch {
      return undefined;
    }
  }

  function keep(folder: string, name: string, script: Script): void {
    mkdirSync(folder, { recursive: true });
    const [file = ''] = name.split('-', 1);
    for (const old of readdirSync(folder))
      if (old.startsWith(file)) rmSync(join(folder, old), { force: true });
    const unfinished = join(folder, `unfinished-${process.pid}-${Math.random()}`);
    writeFileSync(unfinished, script.createCachedData());
    renameSync(unfinished, join(folder, name));
  }

  return {
    compile(filename, version, source, options) {
      const name = `${hashOf(filename)}-${hashOf(version)}`;
      const cachedData = source.length < minLength ? undefined : load(name);
      const script = new Script(source, { ...options, filename, ...(cachedData && { cachedData }) });
      const isNew = cachedData === undefined || script.cachedDataRejected === true;
      if (folder !== undefined && source.length >= minLength && isNew) unsaved.set(name, script);
      return script;
    },
    save() {
      if (folder === undefined) return;
      for (const [name, script] of unsaved) {
        unsaved.delete(name);
        try {
          keep(folder, name, script);
        } catch {
          // It is compiled again the next time.
        }
      }
    },
  };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

function folderOfThread(): string | undefined {
  const folder: unknown = workerData === null ? undefined : Reflect.get(Object(workerData), 'codeCache');
  return typeof folder === 'string' ? folder : undefined;
}

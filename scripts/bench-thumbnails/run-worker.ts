import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../repository.ts';

export const cacheFolder = path.join(root, 'node_modules', '.cache', 'bench-thumbnails');

export interface Measured {
  processorMs: number[];
  elapsedMs: number[];
  residentMb: number[];
  peakMb: number;
}

/** What services/thumbnails/template.yaml sets for the function, and why. */
const functionSettings = { MALLOC_ARENA_MAX: '1', NODE_OPTIONS: '--max-semi-space-size=1' };

const canPin = existsSync('/usr/bin/taskset');

/** A command that runs on the last processor alone; elsewhere than on Linux, on all. */
export const onOneCore = (command: string[]): string[] =>
  canPin ? ['taskset', '-c', String(os.cpus().length - 1), ...command] : command;

/** Runs a command to its end and returns what it printed; throws when it fails. */
export function output([command = '', ...args]: string[], env: Record<string, string> = {}): string {
  const { stdout, stderr, status, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
  return stdout;
}

/** Bundles the worker as the functions are bundled. */
export async function bundledWorker(): Promise<
  (way: 'ours' | 'four' | 'defaults', rounds: number, photos: string[], cores?: 'one' | 'all') => Measured
> {
  const file = path.join(cacheFolder, 'worker.mjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'worker.ts')],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    external: ['sharp'],
    // exif-reader is CommonJS and asks for node:buffer.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return (way, rounds, photos, cores = 'one') => {
    const command = [process.execPath, file, way, String(rounds), ...photos];
    return JSON.parse(output(cores === 'one' ? onOneCore(command) : command, functionSettings));
  };
}

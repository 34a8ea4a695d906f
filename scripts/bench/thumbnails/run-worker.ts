import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../../lib/repository.ts';
import { memoryVariables } from './function-settings.ts';

export const cacheFolder = path.join(root, 'node_modules', '.cache', 'bench-thumbnails');

export interface Measured {
  processorMs: number[];
  /** After each photo. */
  residentMb: number[];
  peakMb: number;
}

const canPin = existsSync('/usr/bin/taskset');

/** A command that runs on the last processor alone; elsewhere than on Linux, on all. */
export const onOneCore = (command: string[]): string[] =>
  canPin ? ['taskset', '-c', String(os.cpus().length - 1), ...command] : command;

/** Runs a command with the function's memory settings to its end and returns what it printed; throws when it fails. */
export function output([command = '', ...args]: string[]): string {
  const { stdout, stderr, status, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    env: { ...process.env, ...memoryVariables },
  });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
  return stdout;
}

/** Bundles a file of this folder as the functions are bundled: reading TypeScript would take memory of its own. */
export async function bundled(name: string): Promise<string> {
  const file = path.join(cacheFolder, `${name}.mjs`);
  await build({
    entryPoints: [path.join(import.meta.dirname, `${name}.ts`)],
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
      js: "import { createRequire as required } from 'node:module'; const require = required(import.meta.url);",
    },
  });
  return file;
}

/** Makes renditions in one of the ways of worker.ts, in a process of its own on one core. */
export async function bundledWorker(): Promise<
  (way: 'ours' | 'four' | 'defaults', rounds: number, photos: string[]) => Measured
> {
  const file = await bundled('worker');
  return (way, rounds, photos) =>
    JSON.parse(output(onOneCore([process.execPath, file, way, String(rounds), ...photos])));
}

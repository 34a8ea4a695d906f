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

const thread = path.join(root, 'services/thumbnails/src/adapters/heif-decoder.thread.ts');

/**
 * Bundles a file of this folder as the functions are bundled, with the thread that decodes HEIC beside it: reading
 * TypeScript would take memory of its own.
 */
export async function bundled(name: string): Promise<string> {
  await build({
    entryPoints: { [name]: path.join(import.meta.dirname, `${name}.ts`), 'heif-decoder.thread': thread },
    outdir: cacheFolder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    external: ['sharp', 'libheif-js'],
  });
  return path.join(cacheFolder, `${name}.mjs`);
}

/** Makes renditions in one of the ways of worker.ts, in a process of its own on one core. */
export async function bundledWorker(): Promise<
  (way: 'ours' | 'four' | 'defaults', rounds: number, photos: string[]) => Measured
> {
  const file = await bundled('worker');
  return (way, rounds, photos) =>
    JSON.parse(output(onOneCore([process.execPath, file, way, String(rounds), ...photos])));
}

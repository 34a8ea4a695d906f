import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Puts a file in place whole, since two sandboxes may write it at once; makes its folder. */
export function writeWhole(file: string, bytes: Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  const half = `${file}-${process.pid}-${Math.random()}`;
  writeFileSync(half, bytes);
  renameSync(half, file);
}

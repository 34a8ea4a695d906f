import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Sharp } from 'sharp';
import { chart, drawnFields, type Rgb } from '../chart.ts';
import { photoPixels } from '../photo.ts';
import { upright } from '../upright.ts';

/**
 * Draws the HEIC files beside this one, which no encoder on npm could: `heif-enc` of Debian's package libheif-examples
 * 1.15.1 (x265) codes pictures that are drawn here. They are committed; heif.ts makes all others out of them.
 *
 *   node services/thumbnails/test/corpus/hevc/draw.ts
 */
const folder = mkdtempSync(path.join(os.tmpdir(), 'hevc-'));

async function code(name: string, picture: Sharp, ...options: string[]): Promise<void> {
  const png = path.join(folder, `${name}.png`);
  await picture.png().toFile(png);
  const args = [...options, '-o', path.join(import.meta.dirname, `${name}.heic`), png];
  const { status, stderr, error } = spawnSync('heif-enc', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`heif-enc failed: ${error?.message ?? stderr}`);
}

/** The colours of the chart in the numbers of Display P3, as a phone stores them. */
async function chartInP3(): Promise<Rgb[]> {
  const inP3 = drawnFields(chart, 1).withIccProfile('p3');
  // Reading a file's pixels with its own profile left out gives the numbers as they are.
  const { default: sharp } = await import('sharp');
  const data = await sharp(await inP3.png().toBuffer(), { ignoreIcc: true })
    .raw()
    .toBuffer();
  return chart.map((_, index) => [data[index * 3] ?? 0, data[index * 3 + 1] ?? 0, data[index * 3 + 2] ?? 0]);
}

await code('quarters', upright(), '-q', '80');
await code('chart', drawnFields(chart, 48), '-q', '90', '-p', 'chroma=444');
await code('chart-p3', drawnFields(await chartInP3(), 48), '-q', '90', '-p', 'chroma=444');
await code('tile', await photoPixels(512, 512), '-q', '60');
await code('deep', (await photoPixels(256, 192)).toColourspace('rgb16'), '-q', '60', '-b', '10');
await code('transparent', (await photoPixels(256, 192)).ensureAlpha(0.5), '-q', '60');
rmSync(folder, { recursive: true });

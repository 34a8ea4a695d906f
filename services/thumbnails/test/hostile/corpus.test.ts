import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sample } from '@shutterbus/testing/sample';
import sharp from 'sharp';
import { sharpPictures } from '../../src/adapters/sharp-pictures.ts';
import { bombs as smallBombs } from '../corpus/bombs.ts';
import type { CorpusCase } from '../corpus/case.ts';
import { damaged } from '../corpus/damaged.ts';
import { hostile } from '../corpus/hostile.ts';
import { largest } from '../corpus/largest.ts';
import { modern } from '../corpus/modern.ts';
import { pictures } from '../corpus/pictures.ts';
import { outcomeOf } from './outcome.ts';

/** 60 % of the function's 1,769 MB. */
const boundMb = 1061;
/** As the function's own: whatever hangs is ended, and fails the test. */
const timeoutMs = 60_000;

const bombs: CorpusCase[] = [
  ...sample(smallBombs, 3),
  ...sample(largest, 1).map(({ name, megapixels, bytes }) => ({
    name: `${name} of ${Math.floor(megapixels)} megapixels`,
    ends: 'renditions' as const,
    bytes,
  })),
];

describe('unusual and hostile files', () => {
  it.each(sample([...pictures, ...modern, ...hostile, ...damaged], 9))(
    '$name: $ends',
    async ({ bytes, ends, missing, isStill }) => {
      const { outcome, notes } = await outcomeOf(sharpPictures(), await bytes());
      expect(outcome).toBe(ends);
      expect(notes?.motionDropped !== undefined).toBe(isStill === true);
      if (missing === undefined) return;
      expect(notes?.damaged?.missingShare).toBeGreaterThanOrEqual(missing[0]);
      expect(notes?.damaged?.missingShare).toBeLessThanOrEqual(missing[1]);
    },
  );

  it.each(pictures.filter(({ name }) => /place|huge comment|Display P3/.test(name)))(
    '$name: no metadata reaches a rendition',
    async ({ bytes }) => {
      for (const file of (await sharpPictures().make(await bytes())).files) {
        const { exif, icc, xmp, iptc } = await sharp(file.bytes).metadata();
        expect({ exif, icc, xmp, iptc }).toEqual({});
      }
    },
  );

  it.each(hostile.filter(({ name }) => name.endsWith('with HTML behind it')))(
    '$name: nothing of it reaches a rendition',
    async ({ bytes }) => {
      for (const file of (await sharpPictures().make(await bytes())).files)
        expect(Buffer.from(file.bytes).includes('<script>')).toBe(false);
    },
  );
});

/** As the function's template has them. */
const memorySettings = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '65536',
  MALLOC_TRIM_THRESHOLD_: '65536',
};

/** Skipped elsewhere: the peak of a process's memory is read from /proc (peak-memory.ts), which only Linux has. */
const linux = process.platform === 'linux' ? describe : describe.skip;

linux('bombs, one after the other in one environment', () => {
  let folder: string;
  let lines: Record<string, { outcome: string; peakMb: number }>;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'bombs-'));
    const files: string[] = [];
    for (const [index, { bytes }] of bombs.entries()) {
      const file = path.join(folder, String(index));
      writeFileSync(file, await bytes());
      files.push(file);
    }
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [path.join(import.meta.dirname, 'make-many.ts'), ...files],
      { encoding: 'utf8', timeout: bombs.length * timeoutMs, env: { ...process.env, ...memorySettings } },
    );
    if (status !== 0) throw new Error(`the process ended with ${status}: ${stderr}`);
    const told = stdout.trim().split('\n');
    lines = Object.fromEntries(bombs.map(({ name }, index) => [name, JSON.parse(told[index] ?? '')]));
  }, bombs.length * timeoutMs);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(bombs)('$name: $ends, in bounded memory', ({ name, ends }) => {
    expect(lines[name]?.outcome).toBe(ends);
    expect(lines[name]?.peakMb).toBeLessThan(boundMb);
  });
});

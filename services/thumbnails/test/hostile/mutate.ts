import type { PictureMaker } from '../../src/ports.ts';
import { type Random, seeded } from '../corpus/random.ts';
import { outcomeOf } from './outcome.ts';

/** What can happen to a file; each changes the copy that it is given, or gives a new one. */
const changes: ((file: Buffer, random: Random) => Buffer)[] = [
  function flipBits(file, random) {
    const times = 1 + random.below(8);
    for (let i = 0; i < times; i += 1) {
      const at = random.below(file.length);
      file.writeUInt8(file.readUInt8(at) ^ (1 << random.below(8)), at);
    }
    return file;
  },
  /** Most of what steers a decoder stands at the beginning. */
  function flipBitsOfTheHead(file, random) {
    const at = random.below(Math.min(file.length, 700));
    file.writeUInt8(file.readUInt8(at) ^ (1 << random.below(8)), at);
    return file;
  },
  function extremeNumber(file, random) {
    const extremes = [0, 1, 0x7f, 0x80, 0xff];
    const at = random.below(Math.min(file.length, 700));
    const end = Math.min(file.length, at + 1 + random.below(4));
    file.fill(extremes[random.below(extremes.length)] ?? 0, at, end);
    return file;
  },
  (file, random) => file.subarray(0, random.below(file.length)),
  function removePart(file, random) {
    const at = random.below(file.length);
    return Buffer.concat([file.subarray(0, at), file.subarray(at + 1 + random.below(200))]);
  },
  function repeatPart(file, random) {
    const at = random.below(file.length);
    const part = file.subarray(at, at + 1 + random.below(400));
    return Buffer.concat([file.subarray(0, at), part, part, file.subarray(at)]);
  },
  function swapParts(file, random) {
    const [a = 0, b = 0] = [random.below(file.length), random.below(file.length)].sort((x, y) => x - y);
    return Buffer.concat([file.subarray(0, a), file.subarray(b), file.subarray(a, b)]);
  },
];

/** The same seed makes the same file. */
export function mutated(file: Uint8Array, seed: number): Buffer {
  const random = seeded(seed);
  let changed = Buffer.from(file);
  const times = 1 + random.below(3);
  for (let i = 0; i < times && changed.length > 0; i += 1) {
    const change = changes[random.below(changes.length)];
    if (change) changed = Buffer.from(change(changed, random));
  }
  return changed;
}

export interface MutationFailure {
  name: string;
  seed: number;
  error: unknown;
}

/**
 * Makes the renditions of so many mutations, by turns of each file, and counts how they ended. Whatever ends neither
 * in renditions nor in a rejection is a failure; its name and seed make it again.
 */
export async function tryMutations(
  maker: PictureMaker,
  files: readonly { name: string; bytes: Uint8Array }[],
  { count, firstSeed }: { count: number; firstSeed: number },
): Promise<{ outcomes: Record<string, number>; failures: MutationFailure[] }> {
  const outcomes: Record<string, number> = {};
  const failures: MutationFailure[] = [];
  for (let index = 0; index < count; index += 1) {
    const file = files[index % files.length];
    if (!file) break;
    const seed = firstSeed + index;
    try {
      const { outcome } = await outcomeOf(maker, mutated(file.bytes, seed));
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    } catch (error) {
      failures.push({ name: file.name, seed, error });
    }
  }
  return { outcomes, failures };
}

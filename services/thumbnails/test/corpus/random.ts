/** A seeded source of numbers, so that a failure can be repeated (mulberry32, public domain). */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
}

/** Under jest, looking up a global costs more than what it does; this is called millions of times. */
const { floor, imul } = Math;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return { below: (below) => floor((next() / 2 ** 32) * below) };
}

export function randomBytes(length: number, random: Random): Buffer {
  return Buffer.from(Uint8Array.from({ length }, () => random.below(256)));
}

import { type Libraries, runLimit } from './limit.ts';
import type { bundledWorker } from './run-worker.ts';
import { row } from './table.ts';

/**
 * Each is measured by turns, and a figure is the smallest of all rounds, since other work on the machine only adds.
 * "The four" are the WebP pictures of the four widths, with placeholder and colour; "all" adds the square.
 */
const turns = 5;
const roundsOfATurn = 6;

const whose: Record<Libraries, string> = {
  shipped: 'limit, same settings, the libraries inside sharp',
  system: "limit, same settings, the system's libraries",
};

/** Prints ours beside the limits and beside what one writes first. */
export async function compareWithLimits(
  name: string,
  photo: string,
  limits: readonly Libraries[],
  run: Awaited<ReturnType<typeof bundledWorker>>,
): Promise<void> {
  const ways = { four: smallestOf(), ours: smallestOf(), defaults: smallestOf() };
  const limited = limits.map((which) => ({ which, scale: '', decode: smallestOf(), encode: smallestOf() }));
  for (let turn = 0; turn < turns; turn += 1) {
    for (const limit of limited) {
      const { decodeMs, encodeMs, scale, peakMb } = await runLimit(limit.which, photo, roundsOfATurn);
      limit.decode.add(decodeMs, peakMb);
      limit.encode.add(encodeMs, peakMb);
      limit.scale = scale;
    }
    for (const way of ['four', 'ours', 'defaults'] as const) {
      const { processorMs, peakMb } = run(way, roundsOfATurn, [photo]);
      ways[way].add(processorMs, peakMb);
    }
  }

  const mine = ways.four.ms();
  const print = (title: string, ms: number, peakMb: number): void =>
    row([title, ms.toFixed(0), `${(mine / ms).toFixed(2)} ×`, peakMb.toFixed(0)]);
  console.log(`\nRenditions of a JPEG of ${name}, one core`);
  row(['', 'ms', 'the four:', 'peak MB']);
  row(['ours, the four', mine.toFixed(0), '', ways.four.peakMb().toFixed(0)]);
  for (const { which, decode, encode } of limited)
    print(whose[which], decode.ms() + encode.ms(), Math.max(decode.peakMb(), encode.peakMb()));
  print('four separate pipelines with defaults', ways.defaults.ms(), ways.defaults.peakMb());
  print('ours, with the square', ways.ours.ms(), ways.ours.peakMb());
  for (const { which, scale, decode, encode } of limited)
    row([`  ${which}: decode at ${scale}, encodes`, decode.ms().toFixed(0), encode.ms().toFixed(0)]);
}

function smallestOf() {
  let [ms, peakMb] = [Number.POSITIVE_INFINITY, 0];
  return {
    add(times: readonly number[], peak: number): void {
      ms = Math.min(ms, ...times);
      peakMb = Math.max(peakMb, peak);
    },
    ms: () => ms,
    peakMb: () => peakMb,
  };
}

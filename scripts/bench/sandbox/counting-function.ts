import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** One event that a function got; times in milliseconds since the epoch, finer than whole ones. */
export interface Arrival {
  n: number;
  sentAtMs: number;
  arrivedAtMs: number;
}

export const nowMs = (): number => performance.timeOrigin + performance.now();

/** Code of a function that writes a line for each event. Another process reads them, so that both peers can run it. */
const code = `
const { appendFileSync } = require('node:fs');
exports.handler = async ({ detail: { n, sentAtMs, pauseMs } }) => {
  if (pauseMs) await new Promise((go) => setTimeout(go, pauseMs));
  const arrivedAtMs = performance.timeOrigin + performance.now();
  appendFileSync(process.env.ARRIVALS, n + ' ' + sentAtMs + ' ' + arrivedAtMs + '\\n');
};
`;

export interface CountingFunction {
  /** Holds index.js. */
  folder: string;
  arrivalsFile: string;
  forget(): Promise<void>;
  /** Waits for that many events, as long as some still come. @returns what came, twice what came twice */
  arrivals(count: number): Promise<Arrival[]>;
}

/** How long none may come before the rest counts as lost. */
const patienceMs = 20_000;

export async function countingFunction(folder: string): Promise<CountingFunction> {
  const codeFolder = path.join(folder, 'fn');
  const arrivalsFile = path.join(folder, 'arrivals.txt');
  await mkdir(codeFolder, { recursive: true });
  await writeFile(path.join(codeFolder, 'index.js'), code);
  const read = async (): Promise<Arrival[]> => {
    const text = await readFile(arrivalsFile, 'utf8').catch(() => '');
    const lines = text.split('\n').slice(0, -1);
    return lines.map((line) => {
      const [n = 0, sentAtMs = 0, arrivedAtMs = 0] = line.split(' ').map(Number);
      return { n, sentAtMs, arrivedAtMs };
    });
  };
  return {
    folder: codeFolder,
    arrivalsFile,
    forget: () => rm(arrivalsFile, { force: true }),
    async arrivals(count) {
      let seen: Arrival[] = [];
      for (
        let quietSince = nowMs();
        seen.length < count && nowMs() - quietSince < patienceMs;
        await delay(25)
      ) {
        const found = await read();
        if (found.length > seen.length) quietSince = nowMs();
        seen = found;
      }
      return seen;
    },
  };
}

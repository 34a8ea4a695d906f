import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { root, type Service } from '../lib/repository.ts';
import type { Change } from './faults.ts';
import type { Rehearsed } from './rehearsal.ts';
import { isRight, type Line, tableOf } from './series-table.ts';

export interface SeriesOptions {
  services: readonly Service[];
  kinds: readonly Change[];
  /** How often each is rehearsed. */
  times: number;
  /** Endless loops that keep the machine busy meanwhile. */
  load: number;
  speed: number;
  people: number;
}

/**
 * Rehearses one after the other, each in a process of its own, and prints a table.
 * @returns whether each release ended as it should
 */
export async function runSeries({
  services,
  kinds,
  times,
  load,
  speed,
  people,
}: SeriesOptions): Promise<boolean> {
  const wanted = services.flatMap((service) => kinds.map((change) => ({ service, change })));
  const rounds = Array.from({ length: times }, () => wanted).flat();
  const loops = Array.from({ length: load }, () => new Worker('for (;;);', { eval: true }));
  const lines: Line[] = [];
  for (const { service, change } of rounds) {
    const began = performance.now();
    const kind = change === 'good' ? '--good' : `--bad=${change}`;
    const rehearsed = await inOwnProcess([service, kind, `--speed=${speed}`, `--people=${people}`]);
    const line = { service, change, rehearsed };
    lines.push(line);
    const seconds = Math.round((performance.now() - began) / 1000);
    const right = lines.filter(isRight).length;
    const row = tableOf([line]).split('\n').at(-1);
    console.log(
      `━━ ${row} in ${seconds} s; ${right} of ${lines.length} ended as they should, ${rounds.length - lines.length} to go\n`,
    );
  }
  await Promise.all(loops.map((loop) => loop.terminate()));
  console.log(tableOf(lines));
  return lines.every(isRight);
}

/** @returns what the rehearsal came to, or nothing when it ended without */
async function inOwnProcess(args: string[]): Promise<Rehearsed | undefined> {
  const child: ChildProcess = fork(path.join(root, 'scripts/canary.ts'), args);
  let rehearsed: Rehearsed | undefined;
  child.on('message', (message) => {
    rehearsed = message as Rehearsed;
  });
  // What it has sent may be read later than it ended.
  await Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
  return rehearsed;
}

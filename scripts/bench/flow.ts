import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import * as z from 'zod';
import { sharpPictures } from '../../services/thumbnails/src/adapters/sharp-pictures.ts';
import { command } from '../lib/command.ts';
import { familyOf, sumOf } from './family.ts';
import { median, ms, timed } from './measure.ts';

/**
 * npm run bench:flow: how long a 12-megapixel JPEG takes from the first byte sent until all its thumbnails are READY
 * in the sandbox, compared with sharp alone making the same renditions in this process, in the same run; then twenty at
 * once, in two rounds, and how much processor time a photo takes beside that of its picture.
 */
command('npm run bench:flow');
const rounds = 7;
const atOnce = 20;
const cores = availableParallelism();
const message = z.union([z.object({ webUrl: z.string() }), z.object({ ready: z.string() })]);

const bytes = await photoLike(12);
console.log(`One JPEG of 12 megapixels, ${(bytes.length / 1024 / 1024).toFixed(1)} MiB, on ${cores} cores\n`);

const { make } = sharpPictures();
await make(bytes);
const bare = median(await repeat(rounds, () => timed(() => make(bytes))));
const before = process.cpuUsage();
const bareMany = await timed(() => pool(atOnce, cores, () => make(bytes)));
const { user, system } = process.cpuUsage(before);
const pictureCpu = (user + system) / 1000 / atOnce;

const child = fork(path.join(import.meta.dirname, 'observed-app.ts'));
const waiting = new Map<string, () => void>();
const early = new Set<string>();
const webUrl = await new Promise<string>((resolve, reject) => {
  child.once('exit', () => reject(new Error('the application ended')));
  child.on('message', (raw) => {
    const told = message.parse(raw);
    if ('webUrl' in told) resolve(told.webUrl);
    else if (!waiting.has(told.ready)) early.add(told.ready);
    else waiting.get(told.ready)?.();
  });
});
try {
  const anna = await Person.join({ webUrl }, 'Anna');
  await upload(anna);
  const one = await measured(rounds, () => repeat(rounds, () => timed(() => upload(anna))));
  const first = await measured(atOnce, () => uploadMany(anna));
  const second = await measured(atOnce, () => uploadMany(anna));

  console.log(
    `                        sharp alone   in the sandbox   ratio   processor beside the picture's`,
  );
  console.log(row('one photo', bare, median(one.result), one.cpuMs));
  console.log(row(`${atOnce} photos, first round`, bareMany, first.result, first.cpuMs));
  console.log(row(`${atOnce} photos, second round`, bareMany, second.result, second.cpuMs));
  const rest = median(one.result) - 1.5 * bare;
  console.log(
    `\nOne photo: 1.5 × sharp alone ${rest < 0 ? '−' : '+'} ${ms(Math.abs(rest))} (goal: at most + 120 ms)`,
  );
  console.log(
    `${atOnce} photos (goal: at most 2.8 ×, then 2.2 ×, and 200 ms of processor a photo; the picture's own is ${ms(pictureCpu)})`,
  );
} finally {
  await ended(child);
}

async function upload(person: Person): Promise<void> {
  const { id } = await person.upload(bytes, { title: 'Bench' });
  await ready(id);
}

async function uploadMany(person: Person): Promise<number> {
  return timed(() => Promise.all(Array.from({ length: atOnce }, () => upload(person))));
}

/** The sandbox may be faster than the answer to the upload. */
function ready(id: string): Promise<void> {
  if (early.delete(id)) return Promise.resolve();
  return new Promise((resolve) => waiting.set(id, resolve));
}

/** @returns also the processor time per photo of everything that the sandbox runs, without the picture's own */
async function measured<Result>(
  photos: number,
  run: () => Promise<Result>,
): Promise<{ result: Result; cpuMs: number }> {
  const pid = child.pid ?? 0;
  const startMs = sumOf(familyOf(pid), 'cpuMs');
  const result = await run();
  return { result, cpuMs: (sumOf(familyOf(pid), 'cpuMs') - startMs) / photos - pictureCpu };
}

async function repeat<Result>(times: number, run: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let i = 0; i < times; i += 1) results.push(await run());
  return results;
}

/** Runs `times` jobs, `width` of them at a time. */
async function pool(times: number, width: number, run: () => Promise<unknown>): Promise<void> {
  let left = times;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await run();
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
}

function row(what: string, alone: number, inSandbox: number, cpuMs: number): string {
  const ratio = (inSandbox / alone).toFixed(2);
  return `${what.padEnd(23)} ${ms(alone).padStart(11)} ${ms(inSandbox).padStart(16)} ${ratio.padStart(7)}   ${ms(cpuMs)} a photo`;
}

async function ended(app: ChildProcess): Promise<void> {
  const exit = once(app, 'exit');
  app.send('stop');
  await exit;
}

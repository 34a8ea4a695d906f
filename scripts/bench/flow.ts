import { availableParallelism } from 'node:os';
import { startApp } from '@shutterbus/testing/app';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { sharpPictures } from '../../services/thumbnails/src/adapters/sharp-pictures.ts';
import { median, ms, timed } from './measure.ts';

/**
 * npm run bench:flow: how long a 12-megapixel JPEG takes from the first byte sent until all its thumbnails are READY
 * in the sandbox, compared with sharp alone making the same renditions in this process, in the same run.
 */
const rounds = 7;
const atOnce = 20;
const cores = availableParallelism();

const bytes = await photoLike(12);
console.log(`One JPEG of 12 megapixels, ${(bytes.length / 1024 / 1024).toFixed(1)} MiB, on ${cores} cores\n`);

const { make } = sharpPictures();
await make(bytes);
const bare = median(await repeat(rounds, () => timed(() => make(bytes))));
const bareMany = await timed(() => pool(atOnce, cores, () => make(bytes)));

const app = await startApp();
try {
  const anna = await Person.join(app, 'Anna');
  await upload(anna);
  const flow = median(await repeat(rounds, () => timed(() => upload(anna))));
  const flowMany = await timed(() => uploadMany(anna));

  console.log(`                       sharp alone   in the sandbox   ratio`);
  console.log(row('one photo', bare, flow));
  console.log(row(`${atOnce} photos at once`, bareMany, flowMany));
  const rest = flow - 1.5 * bare;
  console.log(
    `\nOne photo: 1.5 × sharp alone ${rest < 0 ? '−' : '+'} ${ms(Math.abs(rest))} (goal: at most + 150 ms)`,
  );
  console.log(`${atOnce} photos: ${(flowMany / bareMany).toFixed(2)} × sharp alone (goal: at most 1.2 ×)`);
} finally {
  await app.dispose();
}

async function upload(person: Person): Promise<void> {
  const photo = await person.upload(bytes, { title: 'Bench' });
  await person.photoWithStatus(photo.id, 'ready');
}

/** Asks in one list for all of them: twenty askers would be a load of their own. */
async function uploadMany(person: Person): Promise<void> {
  const photos = await Promise.all(
    Array.from({ length: atOnce }, () => person.upload(bytes, { title: 'Bench' })),
  );
  const waiting = new Set(photos.map(({ id }) => id));
  while (waiting.size > 0) {
    const { body } = await person.get('/v1/media/mine?limit=50');
    for (const { id, status } of body.items) if (status === 'ready') waiting.delete(id);
    if (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }
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

function row(what: string, alone: number, inSandbox: number): string {
  return `${what.padEnd(22)} ${ms(alone).padStart(11)} ${ms(inSandbox).padStart(16)} ${(inSandbox / alone).toFixed(2).padStart(7)}`;
}

import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@shutterbus/testing/app';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { root } from '../lib/repository.ts';
import { median, ms, timed } from './measure.ts';

/**
 * npm run bench:start: from `npm start` to its line "ready" on a warm clone, beside the time that npm and an empty
 * Node script take; then the memory of the whole sandbox a minute after a flow of photos has run through it.
 */
const rounds = 5;
const state = await mkdtemp(path.join(tmpdir(), 'shutterbus-bench-'));
const [port, awsPort] = [await freePort(), await freePort()];

await stop(await start());
const starts: number[] = [];
for (let i = 0; i < rounds; i += 1) {
  let npm: Started | undefined;
  starts.push(
    await timed(async () => {
      npm = await start();
    }),
  );
  if (npm) await stop(npm);
}
const bare: number[] = [];
for (let i = 0; i < rounds; i += 1) {
  bare.push(await timed(async () => spawnSync('npm', ['--version'], { cwd: root, stdio: 'ignore' })));
}
console.log(`npm start to ready: ${ms(median(starts))} (goal: at most 1500 ms)`);
console.log(`npm --version:      ${ms(median(bare))}, ratio ${(median(starts) / median(bare)).toFixed(1)}`);

const app = await start();
try {
  await flow();
  console.log('\nThe flow has run; waiting a minute …');
  await delay(60_000);
  const sizes = await memoryOf(app.pid);
  for (const { name, mebibytes } of sizes)
    console.log(`${name.padEnd(20)} ${mebibytes.toFixed(0).padStart(5)} MiB`);
  const sum = sizes.reduce((total, { mebibytes }) => total + mebibytes, 0);
  console.log(
    `${'sum'.padEnd(20)} ${sum.toFixed(0).padStart(5)} MiB (goal: below 400 MB, npm and its wrapper included)`,
  );
} finally {
  await stop(app);
  await rm(state, { recursive: true, force: true });
}

interface Started {
  pid: number;
  ended: Promise<void>;
}

function start(): Promise<Started> {
  const args = ['start', '--', '--port', String(port), '--aws-port', String(awsPort), '--state', state];
  const child = spawn('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (/^ready /m.test(printed)) resolve({ pid: child.pid ?? 0, ended });
    });
    child.once('exit', () => reject(new Error(`npm start ended:\n${printed}`)));
  });
}

/** As Ctrl-C does: the whole process group is told. */
async function stop({ pid, ended }: Started): Promise<void> {
  process.kill(-pid, 'SIGINT');
  await ended;
}

async function flow(): Promise<void> {
  const site = { webUrl: `http://localhost:${port}` };
  const [anna, ben] = await Promise.all([Person.join(site, 'Anna'), Person.join(site, 'Ben')]);
  await ben.put(`/v1/users/${anna.handle}/follow`);
  const bytes = await photoLike(12);
  for (let i = 0; i < 5; i += 1) {
    const photos = await Promise.all([1, 2, 3].map(() => anna.upload(bytes, { visibility: 'public' })));
    for (const { id } of photos) await anna.photoWithStatus(id, 'ready');
  }
}

/** Resident memory of a process and all that it started. Reads /proc, so it works on Linux alone. */
async function memoryOf(rootPid: number): Promise<{ name: string; mebibytes: number }[]> {
  const processes: { pid: number; parent: number; name: string; mebibytes: number }[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const status = await readFile(`/proc/${entry}/status`, 'utf8').catch(() => '');
    const field = (name: string): string => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '0';
    processes.push({
      pid: Number(entry),
      parent: Number(field('PPid')),
      name: field('Name'),
      mebibytes: Number(field('VmRSS')) / 1024,
    });
  }
  const family = new Set([rootPid]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  return processes.filter(({ pid }) => family.has(pid));
}

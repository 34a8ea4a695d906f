import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@shutterbus/testing/app';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { command } from '../lib/command.ts';
import { root } from '../lib/repository.ts';
import { familyOf, type Member, sumOf } from './family.ts';
import { median, ms, timed } from './measure.ts';

/**
 * npm run bench:start: from `npm start` to its line "ready" on a warm clone, beside the time that npm and an empty
 * Node script take; then the memory of the whole sandbox, its most in a flow of photos and a minute after, on this
 * machine and told that it has twelve cores.
 */
command('npm run bench:start');
const rounds = 5;
const manyCores = 12;
const restMs = 60_000;
/** What npm itself needs is not the sandbox's: npm, its shell and the script that finds Node 24. */
const startersOfNpm = 3;
const folder = await mkdtemp(path.join(tmpdir(), 'shutterbus-bench-'));
const [port, awsPort] = [await freePort(), await freePort()];

try {
  await startTimes();
  await memory(availableParallelism());
  await memory(manyCores);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function startTimes(): Promise<void> {
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
}

async function memory(cores: number): Promise<void> {
  const app = await start(await toldOf(cores));
  try {
    const [anna, ben] = await people();
    await ben.put(`/v1/users/${anna.handle}/follow`);
    const bytes = await photoLike(12);
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, sumOf(sandboxOf(app.pid), 'mebibytes'));
    }, 250);
    await flow(anna, bytes);
    clearInterval(watch);
    await delay(restMs);
    const sizes = sandboxOf(app.pid);
    const click = await timed(() => anna.get('/v1/media/mine'));
    const again = await timed(() => anna.get('/v1/media/mine'));
    console.log(`\nMemory (PSS, npm not counted), told of ${cores} cores`);
    console.log(`most in the flow     ${mebibytes(most)} (goal: at most 450)`);
    console.log(`a minute after       ${mebibytes(sumOf(sizes, 'mebibytes'))} (goal: at most 260)`);
    for (const { name, mebibytes: size } of sizes) console.log(`  ${name.padEnd(18)} ${mebibytes(size)}`);
    console.log(`the click after that ${ms(click)}, the next ${ms(again)} (goal: at most 150 ms more)`);
  } finally {
    await stop(app);
  }
}

function mebibytes(size: number): string {
  return `${size.toFixed(0).padStart(5)} MiB`;
}

/** Without npm and what it needs to start. */
function sandboxOf(npmPid: number): Member[] {
  return familyOf(npmPid).slice(startersOfNpm);
}

/** @returns a module that makes Node believe in so many cores, as an option for it */
async function toldOf(cores: number): Promise<string> {
  const file = path.join(folder, `cores-${cores}.cjs`);
  await writeFile(file, `require('node:os').availableParallelism = () => ${cores};`);
  return `--require=${file}`;
}

interface Started {
  pid: number;
  ended: Promise<void>;
}

function start(nodeOptions = ''): Promise<Started> {
  const args = ['start', '--', '--port', String(port), '--aws-port', String(awsPort)];
  const child = spawn('npm', [...args, '--state', path.join(folder, 'state')], {
    ...{ cwd: root, stdio: ['ignore', 'pipe', 'inherit'], detached: true },
    env: { ...process.env, NODE_OPTIONS: nodeOptions },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
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

function people(): Promise<[Person, Person]> {
  const site = { webUrl: `http://localhost:${port}` };
  return Promise.all([Person.join(site, 'Anna'), Person.join(site, 'Ben')]);
}

async function flow(anna: Person, bytes: Buffer): Promise<void> {
  for (let i = 0; i < 5; i += 1) {
    const photos = await Promise.all([1, 2, 3].map(() => anna.upload(bytes, { visibility: 'public' })));
    for (const { id } of photos) await anna.photoWithStatus(id, 'ready');
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { command } from '../lib/command.ts';
import { median } from './measure.ts';
import { type Burst, burst, cappedBurst, latency } from './sandbox/load.ts';
import { cap, type Peer, startMinistackPeer, startSandboxPeer } from './sandbox/peers.ts';
import { bareCallMs, signatureMs } from './sandbox/reference.ts';
import { toldToConsoleUs, toldUs } from './sandbox/told.ts';
import { writtenUs } from './sandbox/written.ts';

/**
 * npm run bench:sandbox: events from PutEvents to a function, in the sandbox and in MiniStack in turns, and what an event
 * costs the sandbox's main thread beside a bare HTTP call, with what it costs that all of it, and each write of a function, is told and kept. Milliseconds differ from machine to machine, ratios hardly.
 */
command('npm run bench:sandbox');
const rounds = 3;
const many = { count: 3000, entriesPerCall: 10, width: 8 };
const single = { count: 1500, entriesPerCall: 1, width: 8 };

const folder = await mkdtemp(path.join(tmpdir(), 'shutterbus-bench-'));
const sandbox = await startSandboxPeer(await mkdtemp(path.join(folder, 'sandbox-')));
const ministack = await startMinistackPeer(await mkdtemp(path.join(folder, 'ministack-')));
try {
  const peers = ministack ? [sandbox, ministack] : [sandbox];
  for (const peer of peers) await burst(peer, { ...many, count: 500 });
  const results = new Map(peers.map((peer) => [peer, { bursts: [] as Burst[], latencies: [] as number[] }]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [peer, { bursts, latencies }] of results) {
      bursts.push(await burst(peer, many));
      latencies.push(await latency(peer, 200, 5));
    }
  }
  const of = (peer: Peer) => {
    const { bursts = [], latencies = [] } = results.get(peer) ?? {};
    return {
      rate: median(bursts.map(({ eventsPerSecond }) => eventsPerSecond)),
      latencyMs: median(latencies),
      lost: bursts.reduce((sum, { lost }) => sum + lost, 0),
      costMs: median(bursts.map(({ mainThreadMsPerEvent }) => mainThreadMsPerEvent)),
    };
  };

  const own = of(sandbox);
  console.log('PutEvents → function      events per second   median at 200/s      lost');
  for (const peer of peers) {
    const { rate, latencyMs, lost } = of(peer);
    console.log(
      `${peer.name.padEnd(24)} ${rate.toFixed(0).padStart(18)} ${`${latencyMs.toFixed(1)} ms`.padStart(17)} ${String(lost).padStart(9)}`,
    );
  }
  if (ministack) {
    const other = of(ministack);
    const faster = (own.rate / other.rate).toFixed(1);
    const sooner = (own.latencyMs / other.latencyMs).toFixed(2);
    console.log(`ratio (goal: ≥ 5, ≤ 0.5) ${faster.padStart(18)} ${sooner.padStart(17)}`);
  }

  const capped = await cappedBurst(sandbox, 500, 10);
  console.log(`\nwith at most ${cap} at once:    ${capped.lost} of 500 lost`);

  const bare = await bareCallMs(single.count);
  const one = await burst(sandbox, single);
  const signature = await signatureMs(10_000);
  console.log('\nmain thread, processor time        ms    × a bare HTTP call');
  const row = (what: string, ms: number): void =>
    console.log(`${what.padEnd(32)} ${ms.toFixed(3).padStart(6)} ${(ms / bare).toFixed(2).padStart(10)}`);
  row('a bare HTTP call', bare);
  row('an event, 10 entries a call', own.costMs);
  row('an event, 1 entry a call', one.mainThreadMsPerEvent);
  row('a good signature', signature);

  console.log('\nof that, telling what happens           µs   goal    × a bare HTTP call');
  const told = (what: string, us: number, goal = ''): void =>
    console.log(
      `${what.padEnd(34)} ${us.toFixed(1).padStart(7)}   ${goal.padEnd(6)} ${(us / 1000 / bare).toFixed(3).padStart(10)}`,
    );
  told('an event, while nobody listens', await toldUs(20_000), '≤ 10');
  told('an event, to a console that is open', await toldToConsoleUs(20_000), '≤ 25');
  told('a write of a function', writtenUs(20_000));
} finally {
  await sandbox.stop();
  await ministack?.stop();
  await rm(folder, { recursive: true, force: true });
}

import { setTimeout as delay } from 'node:timers/promises';
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { median } from '../measure.ts';
import { type Arrival, nowMs } from './counting-function.ts';
import { cappedSource, type Peer, source } from './peers.ts';
import { mainThreadMs } from './processor-time.ts';

interface Sending {
  count: number;
  entriesPerCall: number;
  /** Calls at once. */
  width: number;
  to?: string;
  /** How long each event keeps the function. */
  pauseMs?: number;
}

async function put(
  client: EventBridgeClient,
  numbers: readonly number[],
  to = source,
  pauseMs = 0,
): Promise<void> {
  const Entries = numbers.map((n) => ({
    Source: to,
    DetailType: 'Sent',
    Detail: JSON.stringify({ n, sentAtMs: nowMs(), pauseMs }),
  }));
  const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries }));
  if (FailedEntryCount) throw new Error(`${FailedEntryCount} events were not taken.`);
}

/** Puts events as fast as they are taken. */
export async function putAll(
  client: EventBridgeClient,
  { count, entriesPerCall, width, to, pauseMs }: Sending,
): Promise<void> {
  let next = 0;
  const sender = async (): Promise<void> => {
    while (next < count) {
      const numbers = Array.from({ length: Math.min(entriesPerCall, count - next) }, () => next++);
      await put(client, numbers, to, pauseMs);
    }
  };
  await Promise.all(Array.from({ length: width }, sender));
}

export interface Burst {
  eventsPerSecond: number;
  lost: number;
  /** Of the peer's main thread, per event; NaN where the machine does not tell. */
  mainThreadMsPerEvent: number;
}

export async function burst(peer: Peer, sending: Sending): Promise<Burst> {
  await peer.counting.forget();
  const before = mainThreadMs(peer.pid);
  await putAll(peer.client, sending);
  const arrivals = await peer.counting.arrivals(sending.count);
  const used = mainThreadMs(peer.pid) - before;
  return {
    eventsPerSecond: rateOf(arrivals),
    lost: sending.count - new Set(arrivals.map(({ n }) => n)).size,
    mainThreadMsPerEvent: used / sending.count,
  };
}

export const cappedBurst = (peer: Peer, count: number, pauseMs: number): Promise<Burst> =>
  burst(peer, { count, entriesPerCall: 10, width: 4, to: cappedSource, pauseMs });

function rateOf(arrivals: readonly Arrival[]): number {
  const first = Math.min(...arrivals.map(({ sentAtMs }) => sentAtMs));
  const last = Math.max(...arrivals.map(({ arrivedAtMs }) => arrivedAtMs));
  return (arrivals.length / (last - first)) * 1000;
}

/** Puts single events at a steady pace. @returns the median from PutEvents to the function, in milliseconds */
export async function latency(peer: Peer, perSecond: number, seconds: number): Promise<number> {
  await peer.counting.forget();
  const count = perSecond * seconds;
  const startedAtMs = nowMs();
  const calls: Promise<void>[] = [];
  for (let n = 0; n < count; n += 1) {
    const waitMs = startedAtMs + (n * 1000) / perSecond - nowMs();
    if (waitMs > 0) await delay(waitMs);
    calls.push(put(peer.client, [n]));
  }
  await Promise.all(calls);
  const arrivals = await peer.counting.arrivals(count);
  return median(arrivals.map(({ sentAtMs, arrivedAtMs }) => arrivedAtMs - sentAtMs));
}

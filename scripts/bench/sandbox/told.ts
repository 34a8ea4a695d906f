import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { makeObserve, type Observe, type WorkName } from '@shutterbus/sandbox/core/observe';
import { makeEdgeCounts } from '@shutterbus/sandbox/facts/edge-counts';
import { type FactRing, makeFactRing } from '@shutterbus/sandbox/facts/fact-ring';
import { factStream } from '@shutterbus/sandbox/facts/told-facts';

/** What is told at one moment, as events come in bursts. */
const atOnce = 50;

/** Processor time, in microseconds, of telling what happens to one event on its way to one function, and of keeping it. */
export async function toldUs(events: number): Promise<number> {
  const observe = observed();
  counted(makeFactRing(observe));
  return perEvent(observe, events);
}

/** The same while a console in another process reads it all. */
export async function toldToConsoleUs(events: number): Promise<number> {
  const observe = observed();
  const { port, end } = await serve(counted(makeFactRing(observe)));
  const reading =
    'fetch(process.argv[1]).then(async ({ body }) => { for await (const _ of body); }).catch(() => {})';
  const reader = spawn(process.execPath, ['-e', reading, `http://127.0.0.1:${port}/`], { stdio: 'ignore' });
  try {
    while (observe.readers() === 0) await nextTurn();
    return await perEvent(observe, events);
  } finally {
    reader.kill();
    await once(reader, 'exit');
    end();
  }

  async function serve(ring: FactRing) {
    const server = createServer((_request, response) => {
      observe.read();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      factStream(ring, { content: false }).pipe(response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      port: (server.address() as AddressInfo).port,
      end: () => server.closeAllConnections() ?? server.close(),
    };
  }
}

function counted(ring: FactRing): FactRing {
  makeEdgeCounts(ring, { listen: () => () => {}, functionArn: () => undefined });
  return ring;
}

function observed() {
  let readers = 0;
  const observe = makeObserve({ afterCommit: (run) => run() }, (error) => {
    throw error;
  });
  return {
    listen: observe.listen,
    get tell() {
      return observe.tell;
    },
    read: () => void readers++,
    readers: () => readers,
  };
}

async function perEvent(observe: Observe, events: number): Promise<number> {
  await tellAll(observe, events);
  const before = process.cpuUsage();
  await tellAll(observe, events);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / events;
}

async function tellAll(observe: Observe, events: number): Promise<void> {
  for (let n = 0; n < events; n += 1) {
    tellOne(observe, `event-${n}`);
    if (n % atOnce === 0) await nextTurn();
  }
}

const content = JSON.stringify({
  source: 'bench',
  'detail-type': 'Sent',
  detail: { text: 'x'.repeat(1000) },
});

function tellOne({ tell }: Observe, id: string): void {
  const event: WorkName = { kind: 'event', id };
  const invocation: WorkName = { kind: 'invocation', id: `invocation-of-${id}` };
  const [target, ruleArn] = [
    'arn:aws:lambda:eu-central-2:000000000000:function:count',
    'arn:aws:events:eu-central-2:000000000000:rule/bench/sent',
  ];
  const told = () => ({ at: Date.now(), work: invocation, target, cause: event });
  tell?.({ at: Date.now(), work: event, target: 'arn:aws:events:bus', fact: 'accepted', content });
  tell?.({ at: Date.now(), work: event, target, fact: 'matched', ruleArn });
  tell?.({ ...told(), fact: 'accepted' });
  const delivery: WorkName = { kind: 'delivery', id };
  tell?.({ at: Date.now(), work: delivery, target, cause: event, fact: 'handed-over', became: invocation });
  tell?.({ ...told(), fact: 'waits', attempt: 1 });
  tell?.({ ...told(), fact: 'began', attempt: 1 });
  tell?.({ ...told(), fact: 'ended', attempt: 1 });
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { startSandbox } from '@shutterbus/sandbox';
import { command } from '../lib/command.ts';

/**
 * npm run bench:events: processor time of the sandbox's main thread for each event on its way from PutEvents to an empty
 * function, beside what a bare node:http server takes for the same calls in the same process; then the same while
 * events pile up before a function that does not end.
 */
command('npm run bench:events');
const callsInFlight = 4;
const template = {
  AWSTemplateFormatVersion: '2010-09-09',
  Transform: 'AWS::Serverless-2016-10-31',
  Globals: { Function: { Runtime: 'nodejs24.x', CodeUri: './fn', Timeout: 600 } },
  Resources: { Empty: functionFor('empty'), Stuck: functionFor('stuck') },
};
const code = `exports.empty = async () => {};
exports.stuck = () => new Promise(() => {});`;

function functionFor(name: string): object {
  const Properties = { Pattern: { 'detail-type': [name] } };
  return {
    Type: 'AWS::Serverless::Function',
    Properties: { Handler: `index.${name}`, Events: { Rule: { Type: 'EventBridgeRule', Properties } } },
  };
}

const served = process.argv[2];
if (served === undefined) await measure();
else await serve(served);

/** In the child: the sandbox and the bare server, whose processor time is asked for by message. */
async function serve(folder: string): Promise<void> {
  const sandbox = await startSandbox({
    ...{ templateFile: path.join(folder, 'template.json'), stateFolder: path.join(folder, 'state') },
    ...{ port: 0, awsPort: 0 },
  });
  const bare = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end('{"FailedEntryCount":0,"Entries":[]}');
    });
  });
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const { awsUrl, credentials, region } = sandbox;
  const bareUrl = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`;
  process.on('message', (message) => {
    if (message === 'usage') process.send?.(usageMicroseconds());
    else process.exit(0);
  });
  process.send?.({ awsUrl, bareUrl, credentials, region });
}

function usageMicroseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

interface Served {
  awsUrl: string;
  bareUrl: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

async function measure(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shutterbus-bench-'));
  await writeFile(path.join(folder, 'template.json'), JSON.stringify(template));
  await mkdir(path.join(folder, 'fn'));
  await writeFile(path.join(folder, 'fn', 'index.js'), code);
  const child = fork(import.meta.filename, [folder]);
  try {
    const [{ awsUrl, bareUrl, region, credentials }] = (await once(child, 'message')) as [Served];
    const bus = new EventBridgeClient({ endpoint: awsUrl, region, credentials });
    const nowhere = new EventBridgeClient({ endpoint: bareUrl, region, credentials });
    const usage = async (): Promise<number> => {
      child.send('usage');
      const [microseconds] = (await once(child, 'message')) as [number];
      return microseconds;
    };
    const left = leftIn(path.join(folder, 'state', 'state.sqlite'));

    /** Milliseconds of main thread for each event. */
    async function cost(client: EventBridgeClient, type: string, calls: number, entries: number) {
      const before = await usage();
      await putEvents(client, type, calls, entries);
      if (type === 'empty') while (left() > 0) await delay(50);
      return ((await usage()) - before) / 1000 / (calls * entries);
    }

    await cost(bus, 'empty', 300, 10);
    await cost(nowhere, 'empty', 1000, 1);
    for (const [calls, entries] of [
      [600, 10],
      [2000, 1],
    ] as const) {
      const event = await cost(bus, 'empty', calls, entries);
      const call = (await cost(nowhere, 'empty', calls, entries)) * entries;
      const ratio = (event / call).toFixed(1);
      console.log(
        `${String(entries).padStart(2)} entries a call: ${event.toFixed(2)} ms an event; a bare call ${call.toFixed(2)} ms, ratio ${ratio}`,
      );
    }
    for (let backlog = 2500; backlog <= 20_000; backlog += 2500) {
      const event = await cost(bus, 'stuck', 250, 10);
      console.log(`backlog of ${String(backlog).padStart(6)}: ${event.toFixed(2)} ms an event`);
    }
  } finally {
    child.send('end');
    await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the sandbox has accepted and not done, read from beside, so that its main thread does nothing for it. */
function leftIn(file: string): () => number {
  const db = new DatabaseSync(file, { readOnly: true });
  const count = db.prepare('SELECT count(*) AS n FROM work');
  return () => Number(count.get()?.n);
}

async function putEvents(client: EventBridgeClient, type: string, calls: number, entries: number) {
  let sent = 0;
  const caller = async (): Promise<void> => {
    while (sent++ < calls) {
      const Detail = JSON.stringify({
        metadata: { eventId: String(sent), version: 1 },
        data: { text: 'x'.repeat(300) },
      });
      const entry = { Source: 'bench', DetailType: type, Detail };
      await client.send(new PutEventsCommand({ Entries: Array(entries).fill(entry) }));
    }
  };
  await Promise.all(Array.from({ length: callsInFlight }, caller));
}

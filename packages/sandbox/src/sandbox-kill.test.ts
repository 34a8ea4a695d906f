import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { eventually } from '../../testing/src/eventually.ts';
import { isWhole } from '../../testing/src/sample.ts';
import type { Sandbox } from './sandbox.ts';

const kills = isWhole ? 3 : 1;
const callsBeforeKill = 12;

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kill-'));
  mkdirSync(join(folder, 'fn'));
  writeFileSync(join(folder, 'seen'), '');
  writeFileSync(
    join(folder, 'fn', 'index.js'),
    `const { appendFileSync } = require('node:fs');
    exports.handler = async ({ detail }) => {
      await new Promise((go) => setTimeout(go, 20));
      appendFileSync(process.env.SEEN, (detail.name ?? detail.object.key) + '\\n');
    };`,
  );
  const rule = (EventBusName: string, Pattern: object) => ({
    Type: 'EventBridgeRule',
    Properties: { EventBusName, Pattern },
  });
  const template = {
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
      },
      Note: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          ...{ Handler: 'index.handler', Runtime: 'nodejs24.x', CodeUri: './fn' },
          Environment: { Variables: { SEEN: join(folder, 'seen') } },
          Events: {
            Own: rule('default', { source: ['kill.test'] }),
            Objects: rule('default', { source: ['aws.s3'] }),
          },
        },
      },
      Loop: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          ...{ Handler: 'loop.handler', Runtime: 'nodejs24.x', CodeUri: './loop', Timeout: 900 },
          Environment: { Variables: { PORT_FILE: join(folder, 'port') } },
        },
      },
    },
  };
  mkdirSync(join(folder, 'loop'));
  writeFileSync(
    join(folder, 'loop', 'loop.mjs'),
    `import { writeFileSync } from 'node:fs';
    import { createServer } from 'node:net';
    export const handler = async () => {
      const server = createServer();
      await new Promise((go) => server.listen(0, '127.0.0.1', go));
      writeFileSync(process.env.PORT_FILE, String(server.address().port));
      for (;;);
    };`,
  );
  writeFileSync(join(folder, 'template.json'), JSON.stringify(template));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

type Address = Pick<Sandbox, 'awsUrl' | 'region' | 'credentials'>;

async function start(): Promise<Address> {
  const options = { templateFile: join(folder, 'template.json'), stateFolder: join(folder, 'state') };
  const script = `const { startSandbox } = await import(${JSON.stringify(join(import.meta.dirname, 'sandbox.ts'))});
    const { awsUrl, region, credentials } = await startSandbox(${JSON.stringify({ ...options, port: 0, awsPort: 0 })});
    console.log(JSON.stringify({ awsUrl, region, credentials }));`;
  child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('no output');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return JSON.parse(line.toString()) as Address;
}

async function kill(): Promise<void> {
  const gone = child && once(child, 'exit');
  child?.kill('SIGKILL');
  await gone;
}

const seen = (): Set<string> => new Set(readFileSync(join(folder, 'seen'), 'utf8').split('\n'));

const portOfLoop = (): number => Number(readFileSync(join(folder, 'port'), 'utf8'));

/** Whether a process has the port: the system answers for one that is too busy to. */
async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const opened = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return opened;
}

describe('a sandbox that is killed', () => {
  it('has lost nothing that it had accepted', async () => {
    const accepted = new Set<string>();

    /** Sends until the sandbox is gone, and kills it after some answers. */
    async function sendUntilKilled({ awsUrl: endpoint, region, credentials }: Address, round: number) {
      const client = { endpoint, region, credentials, maxAttempts: 1 };
      const bus = new EventBridgeClient(client);
      const s3 = new S3Client({ ...client, forcePathStyle: true });
      let answers = 0;
      const calls = Array.from({ length: 4 }, async (_, caller) => {
        for (let number = 0; ; number++) {
          const names = [1, 2, 3].map((entry) => `${round}-${caller}-${number}-${entry}`);
          const Entries = names.map((name) => ({
            ...{ Source: 'kill.test', DetailType: 'Sent', Detail: JSON.stringify({ name }) },
          }));
          await bus.send(new PutEventsCommand({ Entries }));
          for (const name of names) accepted.add(name);
          const Key = `object-${round}-${caller}-${number}`;
          await s3.send(new PutObjectCommand({ Bucket: 'sandbox-bucket', Key, Body: 'bytes' }));
          accepted.add(Key);
          if (++answers === callsBeforeKill) await kill();
        }
      });
      await Promise.allSettled(calls);
      bus.destroy();
      s3.destroy();
    }

    for (let round = 0; round < kills; round++) await sendUntilKilled(await start(), round);
    await start();
    expect(accepted.size).toBeGreaterThanOrEqual(kills * callsBeforeKill * 4);
    await eventually(() => [...accepted].every((name) => seen().has(name)));
  });

  it('leaves no function behind, not even one that loops in a process of its own', async () => {
    const { awsUrl: endpoint, region, credentials } = await start();
    const lambda = new LambdaClient({ endpoint, region, credentials });
    await lambda.send(new InvokeCommand({ FunctionName: 'sandbox-Loop', InvocationType: 'Event' }));
    lambda.destroy();
    await eventually(() => existsSync(join(folder, 'port')) && isOpen(portOfLoop()));
    await kill();
    await eventually(async () => !(await isOpen(portOfLoop())));
  });
});

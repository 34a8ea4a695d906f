import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { freePort } from '@shutterbus/testing/app';
import { root } from '../../lib/repository.ts';
import { type CountingFunction, countingFunction } from './counting-function.ts';

/** Something with a bus and a function behind a rule of it. */
export interface Peer {
  name: string;
  pid: number;
  client: EventBridgeClient;
  counting: CountingFunction;
  stop(): Promise<void>;
}

/** Events of this source go to the function, those of the second to one of which at most `cap` run at once. */
export const source = 'bench';
export const cappedSource = 'bench.capped';
export const cap = 5;

const region = 'eu-central-2';

export async function startSandboxPeer(folder: string): Promise<Peer> {
  const counting = await countingFunction(folder);
  const templateFile = path.join(folder, 'template.yaml');
  await writeFile(templateFile, templateOf(counting));
  const child = spawn(
    process.execPath,
    [
      ...[
        '--disable-warning=ExperimentalWarning',
        'packages/sandbox/src/main.ts',
        '--template',
        templateFile,
      ],
      ...['--port', '0', '--aws-port', '0', '--state', path.join(folder, 'state')],
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const printed = await readyLine(child);
  const value = (name: string): string => new RegExp(`${name}=(\\S+)`).exec(printed)?.[1] ?? '';
  const credentials = {
    accessKeyId: value('AWS_ACCESS_KEY_ID'),
    secretAccessKey: value('AWS_SECRET_ACCESS_KEY'),
  };
  const client = new EventBridgeClient({ endpoint: value('AWS_ENDPOINT_URL'), region, credentials });
  return { name: 'sandbox', pid: child.pid ?? 0, client, counting, stop: () => end(child, client) };
}

const templateOf = ({ folder, arrivalsFile }: CountingFunction): string =>
  JSON.stringify({
    Transform: 'AWS::Serverless-2016-10-31',
    Globals: {
      Function: {
        CodeUri: folder,
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Timeout: 30,
        Environment: { Variables: { ARRIVALS: arrivalsFile } },
      },
    },
    Resources: {
      Count: { Type: 'AWS::Serverless::Function', Properties: { Events: ruleOf(source) } },
      Capped: {
        Type: 'AWS::Serverless::Function',
        Properties: { ReservedConcurrentExecutions: cap, Events: ruleOf(cappedSource) },
      },
    },
  });

const ruleOf = (of: string) => ({
  Sent: { Type: 'EventBridgeRule', Properties: { Pattern: { source: [of] } } },
});

function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (/^ready /m.test(printed)) resolve(printed);
    });
    child.once('exit', () => reject(new Error(`The sandbox ended before it was ready:\n${printed}`)));
  });
}

async function end(child: ChildProcess, client: EventBridgeClient): Promise<void> {
  client.destroy();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

const ministackVersion = '1.5.33';

/**
 * MiniStack, the most complete free emulator, from PyPI: installed once, into node_modules/.cache.
 * @returns undefined, with a sentence on the terminal, where it cannot be had
 */
export async function startMinistackPeer(folder: string): Promise<Peer | undefined> {
  const program = process.env.MINISTACK ?? installMinistack();
  if (program === undefined) return undefined;
  const counting = await countingFunction(folder);
  const port = await freePort();
  const child = spawn(program, [], {
    stdio: 'ignore',
    env: {
      ...process.env,
      ...{ GATEWAY_PORT: String(port), BIND_HOST: '127.0.0.1', LOG_LEVEL: 'ERROR', TMPDIR: folder },
      MINISTACK_REGION: region,
      // Its functions run under the node of the PATH; this is the one that the sandbox runs under.
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
    },
  });
  const endpoint = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await answers(endpoint)); tries += 1) {
    if (tries > 300 || child.exitCode !== null) throw new Error('MiniStack does not answer.');
    await delay(100);
  }
  const settings = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const client = new EventBridgeClient(settings);
  await makeFunction(new LambdaClient(settings), client, counting, folder);
  return { name: 'MiniStack', pid: child.pid ?? 0, client, counting, stop: () => end(child, client) };
}

const answers = (endpoint: string): Promise<boolean> =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

async function makeFunction(
  lambda: LambdaClient,
  events: EventBridgeClient,
  counting: CountingFunction,
  folder: string,
): Promise<void> {
  const zip = path.join(folder, 'fn.zip');
  spawnSync('python3', ['-m', 'zipfile', '-c', zip, 'index.js'], { cwd: counting.folder });
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'count',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/count',
      Code: { ZipFile: await readFile(zip) },
      Timeout: 30,
      Environment: { Variables: { ARRIVALS: counting.arrivalsFile } },
    }),
  );
  await events.send(new PutRuleCommand({ Name: 'sent', EventPattern: JSON.stringify({ source: [source] }) }));
  await events.send(
    new PutTargetsCommand({ Rule: 'sent', Targets: [{ Id: 'count', Arn: FunctionArn ?? '' }] }),
  );
  lambda.destroy();
}

function installMinistack(): string | undefined {
  const folder = path.join(root, 'node_modules/.cache', `ministack-${ministackVersion}`);
  const program = path.join(folder, 'bin/ministack');
  if (existsSync(program)) return program;
  console.log(`Installing MiniStack ${ministackVersion} from PyPI (once) …`);
  const pip = path.join(folder, 'bin/pip');
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', folder]],
    [pip, ['install', '--quiet', `ministack==${ministackVersion}`]],
  ];
  for (const [command, args] of steps) {
    const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    if (status === 0) continue;
    console.log('MiniStack cannot be installed here (it needs Python 3 and PyPI): the sandbox runs alone.\n');
    return undefined;
  }
  return program;
}

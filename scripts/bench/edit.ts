import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Sandbox, startSandbox } from '@shutterbus/sandbox/sandbox';
import { buildFunctions, bundleFromParts, bundleFunctions } from '../lib/build-functions.ts';
import { command } from '../lib/command.ts';
import { root } from '../lib/repository.ts';
import { median, ms, timed } from './measure.ts';
import { processorMs } from './sandbox/processor-time.ts';

/**
 * npm run bench:edit: the everyday edit of the whole application's template, from the saved file to its effect: a
 * function that answers with its new environment variable, and an event that a new rule brings into a queue. Beside it
 * the same two by a restart of the sandbox on the same state, and an apply that has nothing to change. Then the build of the
 * function whose handler was changed, beside one of all functions: the shortest of several by the clock, and the processor
 * time of this process and of esbuild's, since others may be at work on the machine (goal: ≤ 300 ms on a free one).
 */
command('npm run bench:edit');
const rounds = 7;
const restarts = 3;
/** Time enough for a process that was stopped to be gone. */
const goneMs = 1000;
const word = { env: 'first', source: 'first' };

await buildFunctions(() => undefined);
const folder = await mkdtemp(path.join(tmpdir(), 'shutterbus-bench-'));
const templateFile = path.join(folder, 'template.yaml');
let sandbox: Sandbox | undefined;

try {
  const application = await readFile(path.join(root, 'template.yaml'), 'utf8');
  const template = application.replace(/^( +Location: )(services\/)/gm, `$1${root}/$2`);
  const save = (): Promise<void> => writeFile(templateFile, template.replace(/^Resources:$/m, withEdits()));

  await save();
  sandbox = await start();
  const effects = {
    'a new environment variable': ['env', answers],
    'a new rule': ['source', arrives],
  } as const;
  const nothing = median(await repeat(rounds, () => apply()));
  console.log(
    `The application's ${sandbox.stacks.all().flatMap(({ resources }) => resources).length} resources\n`,
  );
  console.log('                             applied   restarted   ratio');
  for (const [what, [kind, effect]] of Object.entries(effects)) {
    const edit = async (bring: () => Promise<unknown>): Promise<void> => {
      word[kind] = `word${Math.random().toString(36).slice(2)}`;
      await save();
      await bring();
      await effect(word[kind]);
    };
    const applied = median(await repeat(rounds, () => edit(apply)));
    const restarted = median(await repeat(restarts, () => edit(restart)));
    const ratio = (applied / restarted).toFixed(2);
    console.log(
      `${what.padEnd(28)} ${ms(applied).padStart(7)} ${ms(restarted).padStart(11)} ${ratio.padStart(7)}`,
    );
  }
  console.log(`\nOf which an apply that finds nothing to change takes ${ms(nothing)}`);

  const file = 'services/media/src/handlers/get-photo.ts';
  const fromParts = () => bundleFromParts(['dist/media/get-photo'], [file], path.join(folder, 'hot'));
  await fromParts();
  const one = await built(rounds, fromParts);
  const all = await built(restarts, () => bundleFunctions(path.join(folder, 'dist')));
  console.log('\n                             one built   all built   ratio');
  for (const [what, of] of [
    ['a changed handler', 'wall'],
    ['of that, processor time', 'processor'],
  ] as const)
    console.log(
      `${what.padEnd(28)} ${ms(one[of]).padStart(9)} ${ms(all[of]).padStart(11)} ${(one[of] / all[of]).toFixed(3).padStart(7)}`,
    );
} finally {
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
}

/** The function and the rule that are edited, in front of the application's own resources. */
function withEdits(): string {
  return `Resources:
  EditedFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs24.x
      InlineCode: exports.handler = async () => process.env.WORD;
      Environment: { Variables: { WORD: ${word.env} } }
  EditedQueue:
    Type: AWS::SQS::Queue
  EditedQueuePolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref EditedQueue]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { Service: events.amazonaws.com }
            Action: sqs:SendMessage
            Resource: !GetAtt EditedQueue.Arn
  Rule${word.source}:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [${word.source}] }
      Targets: [{ Id: queue, Arn: !GetAtt EditedQueue.Arn }]
`;
}

async function start(): Promise<Sandbox> {
  return startSandbox({
    ...{ templateFile, stackName: 'shutterbus', stateFolder: path.join(folder, 'state') },
    ...{ port: 0, awsPort: 0 },
    parameters: ({ webUrl }) => ({ WebOrigin: webUrl }),
  });
}

async function apply(): Promise<void> {
  await sandbox?.apply();
}

async function restart(): Promise<void> {
  await sandbox?.stop();
  sandbox = await start();
}

function settings() {
  if (!sandbox) throw new Error('nothing runs');
  const { awsUrl: endpoint, region, credentials } = sandbox;
  return { endpoint, region, credentials };
}

/** The first call after the edit is answered by the new environment, or the edit has not worked. */
async function answers(expected: string): Promise<void> {
  const client = new LambdaClient(settings());
  const { Payload } = await client.send(new InvokeCommand({ FunctionName: 'EditedFunction' }));
  client.destroy();
  const answer = Buffer.from(Payload ?? '').toString();
  if (answer !== JSON.stringify(expected)) throw new Error(`The function answers ${answer}, not ${expected}`);
}

/** The first event after the edit is brought into the queue. */
async function arrives(Source: string): Promise<void> {
  const [events, queues] = [new EventBridgeClient(settings()), new SQSClient(settings())];
  await events.send(new PutEventsCommand({ Entries: [{ Source, DetailType: 'Said', Detail: '{}' }] }));
  const QueueUrl = `${settings().endpoint}/000000000000/shutterbus-EditedQueue`;
  const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  events.destroy();
  queues.destroy();
  if (Messages.length === 0) throw new Error(`No event of ${Source} came into the queue`);
}

/** The least that it took by the clock, and the processor time of one, with esbuild's process, which counts once it has ended. */
async function built(times: number, build: () => Promise<unknown>) {
  await setTimeout(goneMs);
  const before = processorMs();
  const wall = Math.min(...(await repeat(times, build)));
  await setTimeout(goneMs);
  return { wall, processor: (processorMs() - before) / times };
}

async function repeat(times: number, run: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let round = 0; round < times; round++) taken.push(await timed(run));
  return taken;
}

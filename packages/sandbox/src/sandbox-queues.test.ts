import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '@shutterbus/testing/eventually';
import { someone } from '../test/someone.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';

/** Works for as long as it is told, and notes in a file what it got, how often, and when it began and ended. */
const worker = `
const { appendFileSync } = require('node:fs');
exports.handler = async ({ Records: [{ body, attributes }] }) => {
  const { workMs, fails } = JSON.parse(body);
  const note = (what) => appendFileSync(process.env.NOTES, JSON.stringify({ what, body, receives: Number(attributes.ApproximateReceiveCount) }) + '\\n');
  note('begins');
  await new Promise((go) => setTimeout(go, workMs));
  if (fails) throw new Error('told to');
  note('ends');
};`;

const template = (folder: string, queue: string, fn: string, mapping: string): string => `
Transform: AWS::Serverless-2016-10-31
Resources:
  Dead: { Type: AWS::SQS::Queue }
  Jobs:
    Type: AWS::SQS::Queue
    Properties: { ${queue}, RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5 } }
  Work:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: work
      Handler: index.handler
      Runtime: nodejs24.x
      ${fn}
      Environment: { Variables: { NOTES: ${path.join(folder, 'notes')} } }
      Events: { Job: { Type: SQS, Properties: { Queue: !GetAtt Jobs.Arn, BatchSize: 1 ${mapping} } } }
`;

interface Note {
  what: 'begins' | 'ends';
  body: string;
  receives: number;
}

let folder: string;
let sandbox: Sandbox | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sandbox-queues-'));
  mkdirSync(path.join(folder, 'work'));
  writeFileSync(path.join(folder, 'work/index.js'), worker);
  writeFileSync(path.join(folder, 'notes'), '');
});
afterEach(async () => {
  await sandbox?.stop();
  sandbox = undefined;
  rmSync(folder, { recursive: true });
});

/** AWS time runs an hour in a second. */
async function start(queue: string, fn = 'Timeout: 10', mapping = ''): Promise<void> {
  writeFileSync(path.join(folder, 'template.yaml'), template(folder, queue, fn, mapping));
  sandbox = await startSandbox({
    templateFile: path.join(folder, 'template.yaml'),
    stateFolder: path.join(folder, 'state'),
    ...{ port: 0, awsPort: 0, clockSpeed: 3600 },
  });
}
const arn = (name: string): string => `arn:aws:sqs:eu-central-2:000000000000:sandbox-${name}`;
const counts = (name: string) => sandbox?.services.sqs.counts(arn(name));
const isEmpty = (name: string): boolean => Object.values(counts(name) ?? {}).every((count) => count === 0);

async function send(count: number, job: { workMs: number; fails?: boolean }): Promise<void> {
  for (let index = 0; index < count; index++)
    await sandbox?.services.sqs.queues.send(someone, arn('Jobs'), JSON.stringify({ index, ...job }));
}
const notes = (): Note[] =>
  readFileSync(path.join(folder, 'notes'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): Note => JSON.parse(line));
const ended = () => notes().filter(({ what }) => what === 'ends');
function mostAtOnce(): number {
  let atOnce = 0;
  return Math.max(...notes().map(({ what }) => (what === 'begins' ? ++atOnce : atOnce--)));
}

describe('a queue and its function', () => {
  it('brings a message that fails to the dead letters while one watches', async () => {
    // In AWS half an hour: five waits of six minutes.
    await start('VisibilityTimeout: 360');
    await send(1, { workMs: 0, fails: true });
    await eventually(() => counts('Dead')?.visible === 1);
    expect(notes().map(({ receives }) => receives)).toEqual([1, 2, 3, 4, 5]);
  });

  it('does not hand out a message again while it is worked on, however fast the waits run', async () => {
    await start('VisibilityTimeout: 10');
    // Five hours and more, by the clock of the waits.
    await send(1, { workMs: 1500 });
    await eventually(() => ended().length === 1 && isEmpty('Jobs'));
    expect(notes()).toHaveLength(2);
  });

  it('hands over no more at a time than MaximumConcurrency, which costs no receive', async () => {
    await start('VisibilityTimeout: 10', undefined, ', ScalingConfig: { MaximumConcurrency: 2 }');
    await send(10, { workMs: 60 });
    await eventually(() => ended().length === 10 && isEmpty('Jobs'));
    expect(mostAtOnce()).toBe(2);
    expect(ended().every(({ receives }) => receives === 1)).toBe(true);
  });

  it('has messages refused by reserved concurrency, which costs receives and loses none', async () => {
    await start('VisibilityTimeout: 30', 'ReservedConcurrentExecutions: 1');
    await send(20, { workMs: 60 });
    await eventually(() => ended().length === 20 && isEmpty('Jobs'));
    expect(mostAtOnce()).toBe(1);
    const receives = ended().map((note) => note.receives);
    expect(Math.max(...receives)).toBeGreaterThan(1);
    expect(isEmpty('Dead')).toBe(true);
  });

  it('goes on after a restart with what a function was working on', async () => {
    await start('VisibilityTimeout: 3600');
    await send(1, { workMs: 1000 });
    await eventually(() => notes().length === 1);
    await sandbox?.stop();
    await start('VisibilityTimeout: 3600');
    await eventually(() => ended().length === 1 && isEmpty('Jobs'));
    expect(notes().map(({ receives }) => receives)).toEqual([1, 2, 2]);
  });

  it('refuses a queue that shows its messages again before the function has to be done', async () => {
    await expect(start('VisibilityTimeout: 5')).rejects.toThrow(
      'Queue visibility timeout: 5 seconds is less than Function timeout: 10 seconds',
    );
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetDurableExecutionCommand,
  LambdaClient,
  ListDurableExecutionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { eventually } from '../../testing/src/eventually.ts';
import { bundled } from '../test/durable-fixture.ts';
import type { Sandbox } from './sandbox.ts';

let folder: string;
let child: ChildProcess | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'durable-kill-'));
  mkdirSync(join(folder, 'fn'));
  const code = `
    import { appendFileSync } from 'node:fs';
    import { withDurableExecution } from '@aws/durable-execution-sdk-js';
    const note = (word) => appendFileSync(process.env.SEEN, word + ' ');
    export const handler = withDurableExecution(async ({ detail }, context) => {
      await context.step('one', async () => note('one'));
      await context.wait('days', { days: 14 });
      return context.step('two', async () => { note('two'); return detail.name; });
    });`;
  writeFileSync(join(folder, 'fn', 'index.js'), await bundled(code));
  const template = {
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      Leave: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          ...{ Handler: 'index.handler', Runtime: 'nodejs24.x', CodeUri: './fn', AutoPublishAlias: 'live' },
          DurableConfig: { ExecutionTimeout: 86_400 * 20, RetentionPeriodInDays: 7 },
          Environment: { Variables: { SEEN: join(folder, 'seen') } },
          Events: {
            Left: {
              Type: 'EventBridgeRule',
              Properties: { EventBusName: 'default', Pattern: { source: ['kill.test'] } },
            },
          },
        },
      },
    },
  };
  writeFileSync(join(folder, 'template.json'), JSON.stringify(template));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** @param clockSpeed AWS seconds in one real second */
async function start(clockSpeed: number) {
  const options = {
    ...{ templateFile: join(folder, 'template.json'), stateFolder: join(folder, 'state') },
    ...{ port: 0, awsPort: 0, clockSpeed },
  };
  const script = `const { startSandbox } = await import(${JSON.stringify(join(import.meta.dirname, 'sandbox.ts'))});
    const { awsUrl, region, credentials } = await startSandbox(${JSON.stringify(options)});
    console.log(JSON.stringify({ awsUrl, region, credentials }));`;
  child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('no output');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { awsUrl: endpoint, region, credentials } = JSON.parse(line.toString()) as Sandbox;
  return { endpoint, region, credentials, maxAttempts: 1 };
}

const seen = (): string =>
  existsSync(join(folder, 'seen')) ? readFileSync(join(folder, 'seen'), 'utf8') : '';

describe('a durable execution that an event has begun', () => {
  it('sleeps through a kill, and ends when its fortnight is over', async () => {
    const first = await start(60);
    const bus = new EventBridgeClient(first);
    const Detail = JSON.stringify({ name: 'anna' });
    await bus.send(new PutEventsCommand({ Entries: [{ Source: 'kill.test', DetailType: 'Left', Detail }] }));
    bus.destroy();
    const list = new ListDurableExecutionsByFunctionCommand({ FunctionName: 'Leave' });
    await eventually(() => seen() !== '');
    const gone = child && once(child, 'exit');
    child?.kill('SIGKILL');
    await gone;

    const lambda = new LambdaClient(await start(1_000_000));
    const { DurableExecutions: executions = [] } = await lambda.send(list);
    expect(executions).toHaveLength(1);
    const [execution] = executions;
    const asked = { DurableExecutionArn: execution?.DurableExecutionArn, IncludeExecutionData: true };
    const ended = await eventually(async () => {
      const one = await lambda.send(new GetDurableExecutionCommand(asked));
      return one.Status !== 'RUNNING' && one;
    });
    lambda.destroy();
    expect(ended).toMatchObject({ Status: 'SUCCEEDED', Result: '"anna"', Version: '1' });
    // A kill between a step and its checkpoint has it done again.
    expect(seen()).toMatch(/^(one ){1,2}two $/);
  });
});

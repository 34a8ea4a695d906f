import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, ListArchivesCommand } from '@aws-sdk/client-eventbridge';
import { type App, startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { mailsTo } from '@shutterbus/testing/person';
import { poll } from '@shutterbus/testing/poll';
import { anyOf, mailed } from '@shutterbus/testing/wanted';
import { lookAfter } from '@shutterbus/testing/watched-sandbox';
import { functionNamed } from './function-named.ts';

const root = path.resolve(import.meta.dirname, '../..');
const consumers = ['OnUserChanged', 'OnUserRegistered'] as const;
type Calls = Record<(typeof consumers)[number], number>;

describe('npm run replay', () => {
  let app: App;
  let cloudWatch: CloudWatchClient;
  const names: Record<string, string | undefined> = {};
  /** Between the two events, which EventBridge times to the second. */
  let between: string;
  let after: string;

  beforeAll(async () => {
    app = await startApp();
    cloudWatch = new CloudWatchClient(developer(app));
    for (const id of consumers) names[id] = (await functionNamed(app, `-${id}`)).FunctionName;
    await register('first');
    between = await nextSecond();
    await register('second');
    after = await nextSecond();
    await poll(counted, async () => expect(await calls()).toEqual({ OnUserChanged: 2, OnUserRegistered: 2 }));
    await lookAfter(app, anyOf(mailed(addressOf('first')), mailed(addressOf('second'))), async () =>
      expect(await welcomes()).toEqual({ first: 1, second: 1 }),
    );
  });
  afterAll(() => app?.dispose());

  it('hands the events of a window, and no others, to each of their consumers again', async () => {
    const { code, output } = await run('replay', '--from', between, '--to', after);
    expect(output).toMatch(/^replay-\d+: .* of shutterbus.*\nto every rule of the bus\nCOMPLETED\n$/s);
    expect(code).toBe(0);
    await poll(counted, async () => expect(await calls()).toEqual({ OnUserChanged: 3, OnUserRegistered: 3 }));
  });

  it('has no effect a second time', async () => {
    // The replayed event went through its consumer; what follows it in the queue of mails is behind it.
    await register('third');
    await lookAfter(app, mailed(addressOf('third')), async () =>
      expect(await welcomes()).toEqual({ first: 1, second: 1, third: 1 }),
    );
  });

  it('hands them to one rule alone', async () => {
    const before = await calls();
    const { output } = await run('replay', '--from', between, '--to', after, '--rule', 'OnUserChanged');
    expect(output).toMatch(/to \S*OnUserChanged\S*\nCOMPLETED/);
    await poll(counted, async () => expect((await calls()).OnUserChanged).toBe(before.OnUserChanged + 1));
    expect((await calls()).OnUserRegistered).toBe(before.OnUserRegistered);
  });

  it('replays what is archived, and archives no replay', async () => {
    const { Archives = [] } = await new EventBridgeClient(developer(app)).send(new ListArchivesCommand({}));
    const { output } = await run('replay', '--from', '2020-01-01T00:00:00Z', '--to', between);
    expect(output).toContain('COMPLETED');
    const again = await new EventBridgeClient(developer(app)).send(new ListArchivesCommand({}));
    expect(again.Archives?.map(({ EventCount }) => EventCount)).toEqual(
      Archives.map(({ EventCount }) => EventCount),
    );
  });

  it.each([
    [['--to', '2026-11-20T10:00:00Z'], '--from is missing; write it as 2026-11-20T10:00:00Z.'],
    [['--from', 'yesterday'], '--from "yesterday" is no time'],
    [['--from', '2026-11-20T10:00:00'], '--from "2026-11-20T10:00:00" is no time'],
    [['--from', '2026-11-20T10:00:00Z', '--to', '2026-11-20T12:00:00+02:00'], '--from has to be before --to'],
    [['--from', '2026-11-20T10:00:00Z', '--rule', 'NoSuchRule'], 'No rule of the bus has NoSuchRule'],
    [['--from', '2026-11-20T10:00:00Z', '--rule', 'OnUser'], 'Several rules are meant: '],
    [['--from', '2026-11-20T10:00:00Z', '--stack', 'other'], 'No archive of a bus other is known.'],
  ])('says what is wrong with %j', async (args, sentence) => {
    const { code, output } = await run('replay', ...args);
    expect(output).toContain(sentence);
    expect(code).toBe(2);
  });

  const addressOf = (who: string): string => `${who}@example.com`;

  /** Somebody registers, as the bus hears it. */
  async function register(who: string): Promise<void> {
    const userId = `00000000-0000-4000-8000-${String(Object.keys(registered).length).padStart(12, '0')}`;
    registered[who] = userId;
    const data = { userId, handle: who, displayName: who, email: addressOf(who) };
    const { output } = await run('event', 'UserRegistered', '--put', '--data', JSON.stringify(data));
    expect(output).toContain('is on the bus');
  }
  const registered: Record<string, string> = {};

  async function welcomes(): Promise<Record<string, number>> {
    const counts = Object.keys(registered).map(async (who) => [
      who,
      (await mailsTo(app, addressOf(who))).length,
    ]);
    return Object.fromEntries(await Promise.all(counts));
  }

  /** Why the metric is asked for again and again. */
  const counted = 'CloudWatch counts a call a moment after its end is told';

  /** How often each consumer was called. */
  async function calls(): Promise<Calls> {
    const counts = consumers.map(async (id) => {
      const { Datapoints = [] } = await cloudWatch.send(
        new GetMetricStatisticsCommand({
          Namespace: 'AWS/Lambda',
          MetricName: 'Invocations',
          Dimensions: [{ Name: 'FunctionName', Value: names[id] }],
          StartTime: new Date(Date.now() - 600_000),
          EndTime: new Date(Date.now() + 60_000),
          Period: 3600,
          Statistics: ['Sum'],
        }),
      );
      return [id, Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0)];
    });
    return Object.fromEntries(await Promise.all(counts));
  }

  /** The beginning of the next whole second, which is waited for. */
  async function nextSecond(): Promise<string> {
    const next = Math.ceil((Date.now() + 1) / 1000) * 1000;
    await wait(next - Date.now());
    return new Date(next).toISOString();
  }

  function run(script: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', `scripts/${script}.ts`, ...args],
      { cwd: root, env: { ...process.env, SHUTTERBUS_STATE: app.stateFolder } },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
  }
});

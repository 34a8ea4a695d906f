import { fakeClock } from '../../test/fake-clock.ts';
import type { DeploymentPlan } from './deployment.ts';
import { type ReleasePorts, runRelease } from './release.ts';
import { shiftSteps } from './traffic-shift.ts';

const planOf = (functionName: string, over: Partial<DeploymentPlan> = {}): DeploymentPlan => ({
  functionName,
  aliasName: 'live',
  from: '1',
  to: '2',
  steps: shiftSteps('Linear50PercentEvery2Minutes'),
  preTraffic: 'before',
  postTraffic: undefined,
  alarms: ['failing'],
  ...over,
});

const minute = 60_000;

function world(hooks: Record<string, () => Promise<string | undefined>> = {}) {
  const clock = fakeClock();
  const weights: Record<string, number> = {};
  const ringing = new Set<string>();
  const listeners = new Set<(name: string, reason: string) => void>();
  const judges = { waits: false, waiting: [] as (() => void)[], calls: 1 };
  const ports: ReleasePorts = {
    clock,
    route: ({ functionName }, weight) => {
      weights[functionName] = weight;
    },
    runHook: (name) => hooks[name]?.() ?? Promise.resolve(undefined),
    alarming: (names) => names.filter((name) => ringing.has(name)),
    onAlarm(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    whenJudged(callback) {
      if (judges.waits) judges.waiting.push(callback);
      else callback();
      return () => {};
    },
    callsSince: () => judges.calls,
    onGivenUp: () => () => {},
  };
  return {
    clock,
    weights,
    ports,
    ringing,
    listeners,
    judges,
    ring: (name: string) => {
      for (const listener of [...listeners]) listener(name, '3 errors');
    },
  };
}

describe('runRelease', () => {
  it('takes all functions over, step by step', async () => {
    const { clock, weights, ports, listeners } = world();
    const release = runRelease([planOf('a'), planOf('b')], ports);
    await clock.advance(minute);
    expect(weights).toEqual({ a: 50, b: 50 });
    await clock.advance(minute);
    const { outcome, events } = await release;
    expect([outcome, weights]).toEqual(['completed', { a: 100, b: 100 }]);
    expect(
      events
        .filter(({ functionName }) => functionName === 'a')
        .map(({ atMs, kind, weight }) => [atMs, kind, weight]),
    ).toEqual([
      [0, 'hook begins', 0],
      [0, 'hook ends', 0],
      [0, 'traffic', 50],
      [2 * minute, 'traffic', 100],
      [2 * minute, 'completed', 100],
    ]);
    expect(listeners.size).toBe(0);
  });

  it('goes on after a bake time only when all is judged that was called within it', async () => {
    const { clock, weights, ports, judges, ring } = world();
    judges.waits = true;
    const release = runRelease([planOf('a')], ports);
    await clock.advance(10 * minute);
    expect([weights, judges.waiting.length]).toEqual([{ a: 50 }, 1]);
    ring('failing');
    expect((await release).outcome).toBe('rolled back');
    judges.waiting[0]?.();
    expect(weights).toEqual({ a: 0 });
  });

  it('lets no bake time pass while this process stands still', async () => {
    const { clock, weights, ports } = world();
    const release = runRelease([planOf('a')], ports);
    await clock.advance(minute);
    clock.stall(60 * minute);
    await clock.advance(0.8 * minute);
    expect(weights).toEqual({ a: 50 });
    await clock.advance(minute);
    expect((await release).outcome).toBe('completed');
  });

  it('says when nobody has called the new version, and lets it through as AWS does', async () => {
    const { clock, ports, judges } = world();
    judges.calls = 0;
    const release = runRelease([planOf('a')], ports);
    await clock.advance(2 * minute);
    const { outcome, events } = await release;
    expect(outcome).toBe('completed');
    expect(events.find(({ kind }) => kind === 'no samples')?.text).toBe(
      'nobody has called version 2 for 2 min: nothing was judged',
    );
  });

  it('puts every function back when an alarm of one rings', async () => {
    const { clock, weights, ports, ring } = world();
    const release = runRelease([planOf('a'), planOf('b', { alarms: ['other'] })], ports);
    await clock.advance(minute);
    ring('unrelated');
    expect(weights).toEqual({ a: 50, b: 50 });
    ring('other');
    const { outcome, reason, events } = await release;
    expect([outcome, reason, weights]).toEqual([
      'rolled back',
      'other is in ALARM: 3 errors',
      { a: 0, b: 0 },
    ]);
    expect(events.at(-1)?.text).toBe('back to version 1: another function of the stack was rolled back');
    await clock.advance(10 * minute);
    expect(weights).toEqual({ a: 0, b: 0 });
  });

  it('puts back what was through already', async () => {
    const { clock, weights, ports, ring } = world();
    const quick = planOf('a', { steps: shiftSteps('AllAtOnce'), alarms: [] });
    const release = runRelease([quick, planOf('b')], ports);
    await clock.advance(minute);
    expect(weights).toEqual({ a: 100, b: 50 });
    ring('failing');
    await release;
    expect(weights).toEqual({ a: 0, b: 0 });
  });

  it('sends nobody to a version that its hook refuses', async () => {
    const { clock, weights, ports } = world({ before: async () => 'reported Failed' });
    const release = runRelease([planOf('a')], ports);
    await clock.advance(0);
    expect(await release).toMatchObject({
      outcome: 'rolled back',
      reason: 'BeforeAllowTraffic: reported Failed',
    });
    expect(weights).toEqual({ a: 0 });
  });

  it('runs a hook of several functions for one after the other', async () => {
    let atOnce = 0;
    let most = 0;
    const before = async () => {
      most = Math.max(most, ++atOnce);
      await new Promise(setImmediate);
      atOnce--;
      return undefined;
    };
    const { clock, weights, ports } = world({ before });
    void runRelease([planOf('a'), planOf('b'), planOf('c')], ports);
    for (let turn = 0; turn < 6; turn++) await clock.advance(0);
    expect([most, weights]).toEqual([1, { a: 50, b: 50, c: 50 }]);
  });

  it('gives a hook an hour', async () => {
    const { clock, weights, ports } = world({ before: () => new Promise(() => undefined) });
    const release = runRelease([planOf('a')], ports);
    await clock.advance(59 * minute);
    expect(weights).toEqual({});
    await clock.advance(minute);
    expect((await release).reason).toBe('BeforeAllowTraffic: before said nothing within an hour');
  });

  it('puts all back when the hook after the traffic refuses it', async () => {
    const { clock, weights, ports } = world({ after: async () => 'reported Failed' });
    const release = runRelease([planOf('a', { postTraffic: 'after' }), planOf('b')], ports);
    await clock.advance(2 * minute);
    expect(await release).toMatchObject({
      outcome: 'rolled back',
      reason: 'AfterAllowTraffic: reported Failed',
    });
    expect(weights).toEqual({ a: 0, b: 0 });
  });

  it('gives the hook after the traffic an hour, too, and puts all back without its word', async () => {
    const { clock, weights, ports } = world({ after: () => new Promise(() => undefined) });
    const release = runRelease([planOf('a', { postTraffic: 'after' })], ports);
    await clock.advance(61 * minute);
    expect(weights).toEqual({ a: 100 });
    await clock.advance(minute);
    expect((await release).reason).toBe('AfterAllowTraffic: after said nothing within an hour');
    expect(weights).toEqual({ a: 0 });
  });

  it('puts all back when a hook cannot be called', async () => {
    const { clock, ports } = world({ before: () => Promise.reject(new Error('no such function')) });
    const release = runRelease([planOf('a')], ports);
    await clock.advance(0);
    expect((await release).reason).toBe('BeforeAllowTraffic: Error: no such function');
  });

  it('moves all traffic at once where the template says so, after the hook', async () => {
    const { clock, weights, ports } = world();
    const release = runRelease([planOf('a', { steps: shiftSteps('AllAtOnce') })], ports);
    await clock.advance(0);
    expect((await release).events.map(({ kind, weight }) => `${kind} ${weight}`)).toEqual([
      'hook begins 0',
      'hook ends 0',
      'traffic 100',
      'completed 100',
    ]);
    expect(weights).toEqual({ a: 100 });
  });

  it('puts a linear release back from where it is', async () => {
    const { clock, weights, ports, ring } = world();
    const steps = shiftSteps('Linear10PercentEvery1Minute');
    const release = runRelease([planOf('a', { steps })], ports);
    await clock.advance(3.5 * minute);
    expect(weights).toEqual({ a: 40 });
    ring('failing');
    expect((await release).events.map(({ weight }) => weight)).toEqual([0, 0, 10, 20, 30, 40, 0]);
  });

  it('releases two services as one, each with its own way, hooks and alarms', async () => {
    const media = planOf('media', { preTraffic: 'mediaCheck', alarms: ['mediaFailing'] });
    const users = planOf('users', {
      preTraffic: 'usersCheck',
      alarms: ['usersFailing'],
      steps: shiftSteps('Canary10Percent5Minutes'),
    });
    const good = world();
    const both = runRelease([media, users], good.ports);
    await good.clock.advance(2 * minute);
    expect(good.weights).toEqual({ media: 100, users: 10 });
    await good.clock.advance(3 * minute);
    expect(await both).toMatchObject({ outcome: 'completed' });

    const bad = world({ usersCheck: async () => 'reported Failed' });
    const neither = runRelease([media, users], bad.ports);
    await bad.clock.advance(0);
    expect((await neither).reason).toBe('BeforeAllowTraffic: reported Failed');
    expect(bad.weights).toEqual({ media: 0, users: 0 });
  });

  it('does not begin under an alarm', async () => {
    const { ports, weights, ringing } = world();
    ringing.add('failing');
    const { reason } = await runRelease([planOf('a'), planOf('b')], ports);
    expect(reason).toBe('failing was in ALARM before the release began');
    expect(weights.a).toBe(0);
  });
});

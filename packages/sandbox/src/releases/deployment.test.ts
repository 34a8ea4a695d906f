import {
  type DeploymentInput,
  type DeploymentPlan,
  isOver,
  newDeployment,
  type Transition,
  transition,
} from './deployment.ts';
import { shiftSteps } from './traffic-shift.ts';

const plan: DeploymentPlan = {
  functionName: 'fn',
  aliasName: 'live',
  from: '1',
  to: '2',
  steps: shiftSteps('Canary10Percent10Minutes'),
  preTraffic: 'before',
  postTraffic: 'after',
  alarms: ['failing'],
};
const start: DeploymentInput = { type: 'start', alarming: [] };
const done: DeploymentInput = { type: 'hook succeeded' };
const baked: DeploymentInput = { type: 'baked' };

/** State and effects after the last of these. */
function after(inputs: DeploymentInput[], of: DeploymentPlan = plan): Transition {
  return inputs.reduce<Transition>(({ state }, input) => transition(of, state, input), {
    state: newDeployment,
    effects: [],
  });
}
const back = [{ type: 'route', weight: 0 }];

describe('transition', () => {
  it('goes hook, part of the traffic, all of it, hook', () => {
    expect(after([start]).effects).toEqual([
      { type: 'run hook', event: 'BeforeAllowTraffic', functionName: 'before' },
    ]);
    expect(after([start, done]).effects).toEqual([
      { type: 'route', weight: 10 },
      { type: 'bake', minutes: 10 },
    ]);
    expect(after([start, done, baked]).effects).toEqual([
      { type: 'route', weight: 100 },
      { type: 'run hook', event: 'AfterAllowTraffic', functionName: 'after' },
    ]);
    expect(after([start, done, baked, done]).state).toMatchObject({ phase: 'succeeded', weight: 100 });
  });

  it('shifts at once where there is no hook and no step', () => {
    const bare = { ...plan, steps: shiftSteps('AllAtOnce'), preTraffic: undefined, postTraffic: undefined };
    expect(after([start], bare)).toEqual({
      state: { phase: 'succeeded', step: 0, weight: 100, reason: undefined },
      effects: [{ type: 'route', weight: 100 }],
    });
  });

  it.each<[string, DeploymentInput[]]>([
    ['before any traffic', [start, { type: 'hook failed', reason: 'no' }]],
    ['after all of it', [start, done, baked, { type: 'hook failed', reason: 'no' }]],
  ])('rolls back when a hook fails %s', (_when, inputs) => {
    const { state, effects } = after(inputs);
    expect(state).toMatchObject({ phase: 'rolled back', weight: 0, reason: 'no' });
    expect(effects).toEqual(back);
  });

  it.each<[string, DeploymentInput[]]>([
    ['while a hook runs', [start]],
    ['while it bakes', [start, done]],
    ['until the last hook is through', [start, done, baked]],
  ])('rolls back at an alarm %s', (_when, inputs) => {
    const { state, effects } = after([...inputs, { type: 'alarm', name: 'failing', reason: '3' }]);
    expect(state).toMatchObject({ phase: 'rolled back', reason: 'failing is in ALARM: 3' });
    expect(effects).toEqual(back);
  });

  it('does not begin under an alarm', () => {
    const { state, effects } = after([{ type: 'start', alarming: ['failing'] }]);
    expect(state).toMatchObject({
      phase: 'rolled back',
      reason: 'failing was in ALARM before the release began',
    });
    expect(effects).toEqual(back);
  });

  it('is not moved by what comes late', () => {
    const ended = after([start, done, baked, done]).state;
    const alarm: DeploymentInput = { type: 'alarm', name: 'failing', reason: '3' };
    for (const late of [alarm, baked, done]) expect(transition(plan, ended, late).state).toBe(ended);
    const rolled = after([start, alarm]).state;
    for (const late of [alarm, baked, done, start]) expect(transition(plan, rolled, late).state).toBe(rolled);
    expect(isOver(ended) && isOver(rolled)).toBe(true);
  });

  it('is put back with its stack even when it had succeeded', () => {
    const { state, effects } = after([start, done, baked, done, { type: 'stop', reason: 'another failed' }]);
    expect(state).toMatchObject({ phase: 'rolled back', reason: 'another failed' });
    expect(effects).toEqual(back);
  });
});

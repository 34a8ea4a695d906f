import type { ShiftStep } from './traffic-shift.ts';

/** What is known of the release of one function before it begins. */
export interface DeploymentPlan {
  functionName: string;
  aliasName: string;
  from: string;
  to: string;
  steps: readonly ShiftStep[];
  /** Names of hook functions. */
  preTraffic: string | undefined;
  postTraffic: string | undefined;
  /** Names of the alarms that stop it. */
  alarms: readonly string[];
}

export type HookEvent = 'BeforeAllowTraffic' | 'AfterAllowTraffic';

export interface DeploymentState {
  phase: 'new' | HookEvent | 'AllowTraffic' | 'succeeded' | 'rolled back';
  /** Index of the step whose weight is set, in AllowTraffic. */
  step: number;
  /** Percent of the traffic that the new version gets. */
  weight: number;
  /** Why it was rolled back. */
  reason: string | undefined;
}

export type DeploymentInput =
  /** `alarming`: which of its alarms are in ALARM already. */
  | { type: 'start'; alarming: readonly string[] }
  | { type: 'hook succeeded' }
  | { type: 'hook failed'; reason: string }
  /** The bake time of the step is over. */
  | { type: 'baked' }
  | { type: 'alarm'; name: string; reason: string }
  /** Somebody stops it: a person, or the stack of which another function was rolled back. */
  | { type: 'stop'; reason: string };

export type DeploymentEffect =
  | { type: 'run hook'; event: HookEvent; functionName: string }
  | { type: 'route'; weight: number }
  | { type: 'bake'; minutes: number };

export interface Transition {
  state: DeploymentState;
  effects: DeploymentEffect[];
}

export const newDeployment: DeploymentState = { phase: 'new', step: 0, weight: 0, reason: undefined };

export const isOver = ({ phase }: DeploymentState): boolean =>
  phase === 'succeeded' || phase === 'rolled back';

/**
 * One step of CodeDeploy's way with a function: a hook before any traffic, the traffic in steps, a hook after all of it.
 * A failed hook, an alarm or a stop puts the alias back at once. What comes when all is over changes nothing, except a
 * stop of a release that succeeded: then CloudFormation puts it back with the rest of its stack.
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export function transition(plan: DeploymentPlan, state: DeploymentState, input: DeploymentInput): Transition {
  if (state.phase === 'rolled back') return { state, effects: [] };
  if (input.type === 'stop') return rollBack(state, input.reason);
  if (state.phase === 'succeeded') return { state, effects: [] };
  switch (input.type) {
    case 'alarm':
      return rollBack(state, `${input.name} is in ALARM: ${input.reason}`);
    case 'hook failed':
      return rollBack(state, input.reason);
    case 'start': {
      const [alarming] = input.alarming;
      if (alarming !== undefined) return rollBack(state, `${alarming} was in ALARM before the release began`);
      return plan.preTraffic === undefined
        ? shift(plan, state, 0)
        : hook(state, 'BeforeAllowTraffic', plan.preTraffic);
    }
    case 'hook succeeded':
      return state.phase === 'BeforeAllowTraffic' ? shift(plan, state, 0) : succeed(state);
    case 'baked':
      return shift(plan, state, state.step + 1);
  }
}

function hook(state: DeploymentState, event: HookEvent, functionName: string): Transition {
  return { state: { ...state, phase: event }, effects: [{ type: 'run hook', event, functionName }] };
}

function shift(plan: DeploymentPlan, before: DeploymentState, index: number): Transition {
  const step = plan.steps[index];
  if (!step) throw new RangeError(`there is no step ${index}`);
  const state: DeploymentState = { ...before, phase: 'AllowTraffic', step: index, weight: step.weight };
  const route: DeploymentEffect = { type: 'route', weight: step.weight };
  if (index < plan.steps.length - 1)
    return { state, effects: [route, { type: 'bake', minutes: step.bakeMinutes }] };
  const after =
    plan.postTraffic === undefined ? succeed(state) : hook(state, 'AfterAllowTraffic', plan.postTraffic);
  return { state: after.state, effects: [route, ...after.effects] };
}

const succeed = (state: DeploymentState): Transition => ({
  state: { ...state, phase: 'succeeded' },
  effects: [],
});

/** The alias is put back even if nothing was shifted yet, so that what somebody did to it meanwhile does not stay. */
const rollBack = (state: DeploymentState, reason: string): Transition => ({
  state: { ...state, phase: 'rolled back', weight: 0, reason },
  effects: [{ type: 'route', weight: 0 }],
});

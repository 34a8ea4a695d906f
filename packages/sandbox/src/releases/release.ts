import type { FastClock } from '../core/fast-clock.ts';
import {
  type DeploymentEffect,
  type DeploymentInput,
  type DeploymentPlan,
  type DeploymentState,
  type HookEvent,
  isOver,
  newDeployment,
  transition,
} from './deployment.ts';

/** One thing that happened in a release. */
export interface ReleaseEvent {
  /** AWS time since the release began. */
  atMs: number;
  functionName: string;
  /** Percent of the function's traffic that goes to the new version from here on. */
  weight: number;
  kind: 'hook begins' | 'hook ends' | 'traffic' | 'no samples' | 'not waited for' | 'rollback' | 'completed';
  /** A sentence for a reader. */
  text: string;
}

export interface ReleaseResult {
  outcome: 'completed' | 'rolled back';
  /** Why it was rolled back: the first reason, from which the others follow. */
  reason: string | undefined;
  events: ReleaseEvent[];
}

export interface ReleasePorts {
  /** Bake times and limits run on it. */
  clock: Pick<FastClock, 'now' | 'after'>;
  /** Gives the new version this share of the alias's traffic; 0 and 100 leave the alias with one version. */
  route(plan: DeploymentPlan, weight: number): void;
  /** Invokes a hook about a function and waits for its word. @returns why it failed; undefined when it succeeded */
  runHook(functionName: string, plan: DeploymentPlan): Promise<string | undefined>;
  /** Of these, those that are in ALARM now. */
  alarming(names: readonly string[]): string[];
  /** Calls back when an alarm goes to ALARM. @returns a function that unsubscribes */
  onAlarm(callback: (name: string, reason: string) => void): () => void;
  /** Calls back once the alarms have judged all that was called until now. @returns a function that cancels */
  whenJudged(callback: () => void): () => void;
  /** How often the new version was called through its alias since this reading of the clock. */
  callsSince(plan: DeploymentPlan, reading: number): number;
  /** Calls back with the name of work that is waited for no longer. @returns a function that unsubscribes */
  onGivenUp(callback: (name: string) => void): () => void;
}

/** CodeDeploy waits so long for the word of a hook. */
const hookLimitMs = 60 * 60 * 1000;
/**
 * A bake time is waited for in such parts, each beginning when the one before was noticed: while this process stands still nobody
 * is served, so at most one part of it passes.
 */
const bakePartMs = 10_000;

/**
 * Releases a set of functions, as an update of their stack does: each on its own way, side by side. When one is rolled
 * back, so are the others, those included that are through already.
 * @param tell gets each event as it happens
 */
export function runRelease(
  plans: readonly DeploymentPlan[],
  ports: ReleasePorts,
  tell: (event: ReleaseEvent) => void = () => {},
): Promise<ReleaseResult> {
  const { clock } = ports;
  const startedAt = clock.now();
  const events: ReleaseEvent[] = [];
  const states = new Map<DeploymentPlan, DeploymentState>(plans.map((plan) => [plan, newDeployment]));
  const cancels = new Set<() => void>();
  /** Ends of the runs that were asked for, by hook. */
  const turns = new Map<string, Promise<unknown>>();
  const { promise, resolve } = Promise.withResolvers<ReleaseResult>();
  let reason: string | undefined;

  function note(plan: DeploymentPlan, kind: ReleaseEvent['kind'], text: string): void {
    const { functionName } = plan;
    const weight = states.get(plan)?.weight ?? 0;
    const event = { atMs: clock.now() - startedAt, functionName, weight, kind, text };
    events.push(event);
    tell(event);
  }

  function feed(plan: DeploymentPlan, input: DeploymentInput): void {
    const before = states.get(plan) ?? newDeployment;
    const { state, effects } = transition(plan, before, input);
    if (state === before) return;
    states.set(plan, state);
    for (const effect of effects) carryOut(plan, effect);
    if (state.phase === before.phase) return;
    if (state.phase === 'succeeded') note(plan, 'completed', `version ${plan.to} serves all traffic`);
    if (state.phase === 'rolled back') rolledBack(plan, state.reason ?? '');
    if ([...states.values()].every(isOver)) finish();
  }

  function rolledBack(plan: DeploymentPlan, why: string): void {
    note(plan, 'rollback', `back to version ${plan.from}: ${why}`);
    if (reason !== undefined) return;
    reason = why;
    for (const other of plans)
      feed(other, { type: 'stop', reason: 'another function of the stack was rolled back' });
  }

  function carryOut(plan: DeploymentPlan, effect: DeploymentEffect): void {
    if (effect.type === 'route') {
      ports.route(plan, effect.weight);
      if (effect.weight > 0)
        note(plan, 'traffic', `version ${plan.to} gets ${effect.weight} % of the traffic`);
    } else if (effect.type === 'bake') bake(plan, effect.minutes);
    else {
      const { event, functionName } = effect;
      note(plan, 'hook begins', `${event}: ${functionName} checks version ${plan.to}`);
      takeTurn(functionName, () => runHook(plan, event, functionName));
    }
  }

  /** Until its time is over, and all is judged that was called within it. */
  function bake(plan: DeploymentPlan, minutes: number): void {
    const from = clock.now();
    const part = (leftMs: number): void => {
      if (leftMs > 0) {
        const partMs = Math.min(leftMs, bakePartMs);
        after(partMs, () => part(leftMs - partMs));
        return;
      }
      const cancel = ports.whenJudged(() => {
        if (isOver(states.get(plan) ?? newDeployment)) return;
        if (ports.callsSince(plan, from) === 0)
          note(
            plan,
            'no samples',
            `nobody has called version ${plan.to} for ${minutes} min: nothing was judged`,
          );
        feed(plan, { type: 'baked' });
      });
      cancels.add(cancel);
    };
    part(minutes * 60_000);
  }

  function after(delayMs: number, callback: () => void): () => void {
    const cancel = clock.after(delayMs, () => {
      cancels.delete(cancel);
      callback();
    });
    cancels.add(cancel);
    return cancel;
  }

  /**
   * Functions of a service have the same hook. CodeDeploy runs it for all of them at once; forty runs at a time would
   * want more than one machine, and fail for that.
   */
  function takeTurn(functionName: string, run: () => Promise<unknown>): void {
    turns.set(functionName, (turns.get(functionName) ?? Promise.resolve()).then(run));
  }

  async function runHook(plan: DeploymentPlan, event: HookEvent, functionName: string): Promise<void> {
    if (isOver(states.get(plan) ?? newDeployment)) return;
    const failure = await new Promise<string | undefined>((answer) => {
      const cancel = after(hookLimitMs, () => answer(`${functionName} said nothing within an hour`));
      ports
        .runHook(functionName, plan)
        .then(answer, (error: unknown) => answer(String(error)))
        .finally(cancel);
    });
    if (isOver(states.get(plan) ?? newDeployment)) return;
    note(plan, 'hook ends', `${event}: ${failure === undefined ? 'succeeded' : failure}`);
    feed(
      plan,
      failure === undefined
        ? { type: 'hook succeeded' }
        : { type: 'hook failed', reason: `${event}: ${failure}` },
    );
  }

  function finish(): void {
    for (const cancel of [...cancels, ...unsubscribes]) cancel();
    resolve({ outcome: reason === undefined ? 'completed' : 'rolled back', reason, events });
  }

  const unsubscribes = [
    ports.onAlarm((name, why) => {
      for (const plan of plans)
        if (plan.alarms.includes(name)) feed(plan, { type: 'alarm', name, reason: why });
    }),
    ports.onGivenUp((name) => {
      for (const plan of plans)
        if (!isOver(states.get(plan) ?? newDeployment))
          note(plan, 'not waited for', `${name} has not ended for a minute and is judged without`);
    }),
  ];
  if (plans.length === 0) finish();
  for (const plan of plans) {
    if (reason === undefined) feed(plan, { type: 'start', alarming: ports.alarming(plan.alarms) });
  }
  return promise;
}

import type { Environments } from './environments.ts';

/** How a function was called last, by whomever. */
export interface LastCall {
  requestId: string;
  /** ARN by which it was called. */
  target: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** JSON text; absent where it was too long to keep. */
  input?: string | undefined;
  /** What it answered or how it failed, JSON text; absent while it runs, or where it was too long to keep. */
  answer?: string | undefined;
  failed?: boolean;
}

/** Longer ones would keep megabytes for each function. */
const mostKept = 256 * 1024;
const kept = (text: string): string | undefined => (text.length > mostKept ? undefined : text);

/**
 * Environments that remember the last call of each function, by its name, until the sandbox ends. Not of a durable one: what
 * it is invoked with is a turn of an execution, which nobody can call again.
 */
export function rememberCalls(
  environments: Environments,
  now: () => number,
): { environments: Environments; lastCall(functionName: string): LastCall | undefined } {
  const calls = new Map<string, LastCall>();
  return {
    lastCall: (functionName) => calls.get(functionName),
    environments: {
      ...environments,
      async run(job) {
        const { target, requestId, payload } = job;
        if (target.fn.durable) return environments.run(job);
        const call: LastCall = { requestId, target: target.invokedArn, at: now(), input: kept(payload) };
        calls.set(target.fn.name, call);
        const outcome = await environments.run(job);
        Object.assign(call, { answer: kept(outcome.payload), failed: outcome.failed });
        return outcome;
      },
    },
  };
}

import type { Change } from './faults.ts';

/** Set by the build of the new version (new-version.ts), of which this file becomes a part. */
declare const REHEARSED_FAULT: Change;

interface Call {
  /** By the alias, as people and events come; a release's hook calls the version itself. */
  real: boolean;
  /** Somebody waits for an answer: a request, or a sign-up. */
  caller: 'http' | 'trigger' | 'event';
  remainingMs: number;
}

interface LambdaEvent {
  requestContext?: unknown;
  triggerSource?: unknown;
}
interface LambdaContext {
  invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}
type Handler = (event: LambdaEvent, context: LambdaContext) => unknown;

let call: Call = { real: false, caller: 'event', remainingMs: 0 };
let calls = 0;

/** Around the handler, where no fault lies: it only notes who calls. */
export function noting(handler: Handler): Handler {
  return (event, context) => {
    const [, , , , , , , qualifier] = context.invokedFunctionArn.split(':');
    call = {
      real: qualifier !== undefined && !/^\d+$/.test(qualifier),
      caller: event?.requestContext ? 'http' : event?.triggerSource ? 'trigger' : 'event',
      remainingMs: context.getRemainingTimeInMillis(),
    };
    if (REHEARSED_FAULT === 'broken' && qualifier !== undefined)
      throw new Error('the new version never works');
    return handler(event, context);
  };
}

type UseCase = (...parameters: unknown[]) => Promise<unknown>;

/** A use case with the fault inside, behind all that functions are wrapped in. */
export function spoilt<Dependencies>(makeUseCase: (dependencies: Dependencies) => unknown) {
  return (dependencies: Dependencies): unknown => {
    // An event with this id breaks its schema, wherever one is made.
    const changed =
      REHEARSED_FAULT === 'wrong-shape' ? { ...dependencies, newId: () => 'no id' } : dependencies;
    const useCase = makeUseCase(changed);
    if (typeof useCase !== 'function') return useCase;
    return async (...parameters: unknown[]) => {
      const outcome = await before();
      // Some result, since the handler may read one: to fail at that would not be silent.
      if (outcome === 'nothing done') return {};
      const result: unknown = await (useCase as UseCase)(...parameters);
      return REHEARSED_FAULT === 'wrong-shape' && call.caller === 'http' ? withoutAPart(result) : result;
    };
  };
}

/**
 * A bus that the relay's entries go to; a silent one says that it took them all.
 * @param send of the real one
 */
export async function spoiltSend<Answer>(
  entries: readonly unknown[],
  send: () => Promise<Answer>,
): Promise<Answer | { Entries: { EventId: string }[] }> {
  if ((await before()) === 'go on') return send();
  return { Entries: entries.map(() => ({ EventId: 'sent nowhere' })) };
}

/** What comes before the work of a call. @throws TypeError, as a bug would */
async function before(): Promise<'go on' | 'nothing done'> {
  if (!call.real) return 'go on';
  calls += 1;
  const bug = (): TypeError => new TypeError("Cannot read properties of undefined (reading 'id')");
  switch (REHEARSED_FAULT) {
    case 'throws':
      if (call.caller !== 'http') throw bug();
      return 'go on';
    case 'answers-500':
      if (call.caller === 'http') throw bug();
      return 'go on';
    case 'fails-one-in-ten':
      if (calls % 10 === 0) throw bug();
      return 'go on';
    case 'slow': {
      const budgetMs = Number(process.env.BUDGET_MS);
      await new Promise((resolve) => setTimeout(resolve, Math.min(1.3 * budgetMs, 0.85 * call.remainingMs)));
      return 'go on';
    }
    case 'silent':
      // A request or a sign-up without its work would have no answer, and be seen.
      return call.caller === 'event' ? 'nothing done' : 'go on';
    default:
      return 'go on';
  }
}

function withoutAPart(result: unknown): unknown {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return result;
  const [, ...kept] = Object.entries(result);
  return Object.fromEntries(kept);
}

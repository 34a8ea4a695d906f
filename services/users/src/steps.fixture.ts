import { randomUUID } from 'node:crypto';
import type { Steps } from '@shutterbus/lambda/steps';

/** Ends a run of the use case, as an execution is suspended. */
class Suspended extends Error {}

interface Word {
  token: string;
  /** Milliseconds since the epoch. */
  until: number;
  given: boolean;
}

interface World {
  /** Milliseconds since the epoch. */
  now: () => number;
  later: (ms: number) => void;
  /** Is called once while each word is awaited. */
  during?: (name: string, token: string) => Promise<void>;
  /** Steps after which the invocation breaks once, before what was done is noted. */
  breaksAfter?: string[];
}

/**
 * An execution as Lambda runs one: from its top after each pause and each word, with what was done before out of a history, until it
 * ends. Time passes at once.
 */
export function execution({ now, later, during, breaksAfter = [] }: World) {
  const done = new Map<string, unknown>();
  const words = new Map<string, Word>();
  const broken = new Set<string>();
  /** What was done, as often as it was, in order. */
  const names: string[] = [];

  /** One invocation. */
  function steps(): Steps {
    const used = new Set<string>();
    const name = (one: string): string => {
      if (used.has(one)) throw new Error(`${one} stands twice`);
      used.add(one);
      return one;
    };
    return {
      async once(given, work) {
        const step = name(given);
        if (!done.has(step)) {
          const result = await work();
          names.push(step);
          if (breaksAfter.includes(step) && !broken.has(step)) {
            broken.add(step);
            throw new Suspended();
          }
          // A history is JSON.
          done.set(step, result === undefined ? undefined : JSON.parse(JSON.stringify(result)));
        }
        return done.get(step) as Awaited<ReturnType<typeof work>>;
      },
      async pause(given, seconds) {
        const step = name(given);
        if (done.has(step)) return;
        done.set(step, undefined);
        later(seconds * 1000);
        throw new Suspended();
      },
      async word(given, seconds) {
        const step = name(given);
        const word = words.get(step) ?? { token: randomUUID(), until: now() + seconds * 1000, given: false };
        words.set(step, word);
        const { token } = word;
        return {
          token,
          async came() {
            if (done.has(step)) return done.get(step) as boolean;
            if (!word.given) await during?.(step, token);
            if (!word.given) later(Math.max(0, word.until - now()));
            done.set(step, word.given);
            throw new Suspended();
          },
        };
      },
    };
  }

  return {
    names,
    async wake(token: string): Promise<void> {
      for (const word of words.values()) word.given ||= word.token === token;
    },
    async run<Result>(work: (steps: Steps) => Promise<Result>): Promise<Result> {
      for (;;) {
        try {
          return await work(steps());
        } catch (error) {
          if (!(error instanceof Suspended)) throw error;
        }
      }
    },
  };
}

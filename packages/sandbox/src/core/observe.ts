import type { Transaction } from './transaction.ts';

/** A piece of work, by the name under which the outside knows it. */
export interface WorkName {
  /**
   * `event`: on a bus, by event id · `delivery`: an event for one target of a rule, by event id · `invocation`: of a function
   * for an event that it was handed (of what it `wrote`, for whatever it was called), by request id · `batch`: records or messages that a mapping hands over, by request id,
   * which is another at each attempt · `message`: in a queue, by message id · `record`: of
   * a table's stream, by event id · `mail`: that was sent, by message id · `request`: of an API, by request id.
   */
  kind: 'event' | 'delivery' | 'invocation' | 'batch' | 'message' | 'record' | 'mail' | 'request';
  id: string;
}

interface Told {
  /** Milliseconds since the epoch, real time. */
  at: number;
  work: WorkName;
  /** ARN of whom it is for: a bus, a function as it was named, a rule's target. */
  target: string;
  /** Of a `batch`: ARN of the queue or stream that it is from. */
  source?: string | undefined;
  /** The work that made this one; following it leads back to the event that began it all. */
  cause?: WorkName | undefined;
}

export interface WorkFailure {
  /** As the service that failed names it: `TooManyRequestsException`, `NO_RESOURCE`, a function's `errorType`. */
  code: string;
  message: string;
}

/**
 * What happens to work, each fact once. In the life of one event for a function: `accepted` (event), `matched`,
 * `handed-over` (delivery), `accepted` (invocation, its cause the event), `began`, `failed`, `waits`, `began`, `ended`.
 */
export type Fact = Told &
  (
    | {
        /** Stored: it survives a kill from here on. A `record` was before: a mapping has read it, whose stream is the target. */
        fact: 'accepted';
        /** What it carries, as JSON: of an `event` the event, of a `record` the record itself. */
        content?: string;
      }
    | {
        /** A rule chose this target for an event. */
        fact: 'matched';
        ruleArn: string;
      }
    | {
        /** The target has taken a delivery. */
        fact: 'handed-over';
        /** What it became there, where that is work of its own. */
        became?: WorkName | undefined;
      }
    | {
        fact: 'began';
        /** 1 for the first. */
        attempt: number;
        /** What a `batch` holds. */
        of?: readonly WorkName[];
      }
    | {
        fact: 'ended';
        attempt: number;
        /** Of a `batch`: its function has said that it did not process some of it, which comes again. */
        givesBack?: true;
      }
    | {
        fact: 'failed';
        attempt: number;
        error: WorkFailure;
      }
    | {
        fact: 'waits';
        /** The attempt that it waits for. */
        attempt: number;
        /** Expected time of that attempt, milliseconds since the epoch; absent when it waits for room. */
        until?: number;
      }
    | {
        /** It will not be tried again. */
        fact: 'gave-up';
        /** Attempts made. */
        attempts: number;
        condition: GiveUpCondition;
        error?: WorkFailure | undefined;
        /** Nobody gets what is given up. */
        dropped: boolean;
      }
    | {
        /** An invocation has changed items of a table, which is the `target`. `at` is when it asked, before anybody can see it. */
        fact: 'wrote';
        /** `PutItem`, `TransactWriteItems`, … */
        operation: string;
      }
    | {
        /** A page in a browser has called an API, which is the `target`, and has its answer. `at` is when the call came. */
        fact: 'asked';
        /** `POST /v1/media`, as the API names its route; `-` for none. */
        call: string;
        /** Milliseconds since the epoch. */
        answeredAt: number;
        /** Path of the page without its query, with the origin where that is another than the API's; absent where the browser keeps it to itself. */
        page?: string | undefined;
        /** As the browser calls itself. */
        userAgent?: string | undefined;
      }
    | {
        /** What was given up, or a record of it, is stored there. */
        fact: 'dead-lettered';
        /** ARN of a queue, bus, function or topic. */
        to: string;
      }
    | {
        /** A mail lies in the mailbox. The `target` is the sender's identity; the `cause` the invocation that sent it, if one did. */
        fact: 'mailed';
        /** Addresses alone, without names, in small letters. */
        recipients: readonly string[];
        subject: string;
      }
  );

/** `attempts`, `age`: the limit that was reached · `permanent`: trying again cannot help. */
export type GiveUpCondition = 'attempts' | 'age' | 'permanent';

/** The one place that is told what happens to work; the console, metrics and tests listen here. */
export interface Observe {
  /**
   * Undefined while nobody listens: `observe.tell?.({ … })` then builds no fact. What is told in a transaction is
   * passed on when that is kept.
   */
  readonly tell: ((fact: Fact) => void) | undefined;
  /** @returns a function that unsubscribes */
  listen(listener: (fact: Fact) => void): () => void;
}

/** @param onBrokenListener told when a listener throws; the work goes on */
export function makeObserve(
  transaction: Pick<Transaction, 'afterCommit'>,
  onBrokenListener: (error: unknown) => void,
): Observe {
  const listeners = new Set<(fact: Fact) => void>();

  function pass(fact: Fact): void {
    for (const listener of listeners) {
      try {
        listener(fact);
      } catch (error) {
        onBrokenListener(error);
      }
    }
  }
  const tell = (fact: Fact): void => transaction.afterCommit(() => pass(fact));

  return {
    get tell() {
      return listeners.size > 0 ? tell : undefined;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

import type { WorkFailure } from '../observe.ts';
import type { Clock } from '../real-clock.ts';
import type { World } from '../world.ts';
import { Age } from './age.ts';
import { type Lane, makeLane } from './lane.ts';
import { makeWaits } from './waits.ts';
import type { AroundAttempt, Attempt, GivenUp, NewWork, Work, WorkKind, WorkLine } from './work.ts';
import type { StoredWork, WorkStore } from './work-store.ts';

export interface LineNeeds {
  world: Omit<World, 'access' | 'judging' | 'work'>;
  store: WorkStore;
  /** Writes soon, together with what else ends at that time: a kill before that repeats work, and loses none. */
  writeSoon(write: () => void): void;
  /** Writes that in the open transaction, which costs least. */
  writeAlong(): void;
  writeNow(): void;
  around(): AroundAttempt | undefined;
  realClock: Clock;
}

/** AWS time until work is taken up again after something else than the work itself has failed. */
const brokenWaitMs = 60_000;

/** Brings the works of one kind to their end: each is done, handed on, or dropped with a report. */
export function makeWorkLine<Details, Answer>(
  needs: LineNeeds,
  kind: WorkKind<Details, Answer>,
): WorkLine<Details> {
  const { world, store, writeSoon, realClock } = needs;
  const realNow = realClock.now;
  const { transaction, observe, fastClock } = world;
  type Own = Work<Details>;
  const lanes = new Map<string, Lane<Own>>();
  let running = false;

  const retries = makeWaits<Own>(fastClock, (work) => {
    work.age.resume(realNow());
    enter(work);
  });
  /** Ages that end while work waits for room. */
  const ages = makeWaits<Own>(realClock, (work) => {
    work.standsInLane = false;
    giveUp(work, { condition: 'age', error: work.failure });
  });

  const hasRoom = ({ target }: Own): boolean => kind.hasRoom?.(target) ?? true;
  const leftMs = (work: Own): number => kind.limits(work).ageMs - work.age.ms(realNow());

  function enter(work: Own, payload?: string): void {
    const lane = lanes.get(work.lane);
    if (!lane && hasRoom(work)) {
      begin(work, payload);
      return;
    }
    if (lane) lane.push(work);
    else {
      const made = makeLane<Own>();
      made.push(work);
      lanes.set(work.lane, made);
    }
    ages.add(work, realNow() + leftMs(work));
    observe.tell?.({ ...told(work), fact: 'waits', attempt: work.failures + 1 });
  }

  function pump(key: string, lane: Lane<Own>): void {
    for (let work = lane.first(); work; work = lane.first()) {
      if (!hasRoom(work)) return;
      work.standsInLane = false;
      ages.remove(work);
      begin(work);
    }
    lanes.delete(key);
  }

  function begin(work: Own, payload = store.payload(work.payloadId)): void {
    if (leftMs(work) <= 0) {
      giveUp(work, { condition: 'age', error: work.failure });
      return;
    }
    observe.tell?.({ ...told(work), fact: 'began', attempt: work.failures + 1 });
    void attempt(work, payload).then((outcome) => {
      if (running) settle(work, outcome);
    });
  }

  async function attempt(work: Own, payload: string): Promise<Attempt<Answer>> {
    try {
      const around = needs.around();
      if (!around) return await kind.attempt(work, payload);
      return (await around(work, async () => kind.attempt(work, payload))) as Attempt<Answer>;
    } catch (error) {
      return broken(error);
    }
  }

  function settle(work: Own, outcome: Attempt<Answer>): void {
    if (outcome.is === 'done') done(work, outcome.along);
    else if (outcome.is === 'failed') failed(work, outcome);
    else {
      const { kind: what, id } = work.name;
      world.report(`${what} ${id} for ${work.target} waits: ${outcome.error.message}`);
      postpone(work, outcome.awsMs);
    }
  }

  function done(work: Own, along: (() => void) | undefined): void {
    observe.tell?.({ ...told(work), fact: 'ended', attempt: work.failures + 1 });
    if (!along) {
      writeSoon(() => store.remove(work));
      return;
    }
    finish(work, () => {
      along();
      store.remove(work);
    });
  }

  function failed(work: Own, { error, permanent, answer }: Attempt<Answer> & { is: 'failed' }): void {
    work.failures++;
    work.failure = error;
    observe.tell?.({ ...told(work), fact: 'failed', attempt: work.failures, error });
    const why = reasonToGiveUp(work, permanent ?? false);
    if (why) giveUp(work, { ...why, answer });
    else postpone(work, kind.retryWaitMs(work.failures));
  }

  function reasonToGiveUp(work: Own, permanent: boolean): GivenUp<Answer> | undefined {
    const { failure: error, failures } = work;
    if (permanent) return { condition: 'permanent', error };
    if (failures > kind.limits(work).retries) return { condition: 'attempts', error };
    return leftMs(work) <= 0 ? { condition: 'age', error } : undefined;
  }

  function giveUp(work: Own, why: GivenUp<Answer>): void {
    finish(work, () => {
      handOn(work, store.payload(work.payloadId), why);
      store.remove(work);
    });
  }

  function handOn(work: Own, payload: string, why: GivenUp<Answer>): void {
    const receivers = kind.giveUp(work, payload, why);
    const { condition, error } = why;
    const dropped = receivers.length === 0;
    observe.tell?.({ ...told(work), fact: 'gave-up', attempts: work.failures, condition, error, dropped });
    for (const to of receivers) observe.tell?.({ ...told(work), fact: 'dead-lettered', to });
  }

  /** When the end of a work cannot be written, it is tried again. */
  function finish(work: Own, write: () => void): void {
    try {
      transaction(write);
    } catch (error) {
      settle(work, broken(error));
    }
  }

  /** Waits, but not beyond the end of its age. @returns when it is over, milliseconds since the epoch */
  function pause(work: Own, awsMs: number): { waitMs: number; dueAt: number } {
    const waitMs = Math.max(0, Math.min(awsMs, leftMs(work)));
    work.age.pause(realNow(), waitMs);
    return { waitMs, dueAt: world.now() + waitMs / fastClock.speed };
  }

  function postpone(work: Own, awsMs: number): void {
    const { waitMs, dueAt } = pause(work, awsMs);
    const { id, failures, failure } = work;
    const ageMs = work.age.ms(realNow());
    writeSoon(() => store.postpone({ id, failures, failure, ageMs, dueAt }));
    wait(work, waitMs, dueAt);
  }

  function wait(work: Own, waitMs: number, until: number): void {
    retries.add(work, fastClock.now() + waitMs);
    observe.tell?.({ ...told(work), fact: 'waits', attempt: work.failures + 1, until });
  }

  function workOf(stored: Omit<StoredWork, 'dueAt' | 'details'> & { details: Details }): Own {
    const { id, payloadId, target, name, cause, details, failures, failure, ageMs } = stored;
    return {
      ...{ id, payloadId, target, name, cause, details, failures, failure },
      ...{ age: new Age(ageMs, realNow()), lane: kind.lane(target), standsInLane: false, place: undefined },
    };
  }

  function together(write: () => void): void {
    if (!transaction.open) transaction(() => together(write));
    else {
      needs.writeAlong();
      write();
    }
  }

  function write(
    asked: NewWork<Details>,
    failure: WorkFailure | undefined,
    ageMs: number,
    dueAt: number,
  ): Own {
    const { target, name, cause, details, payload } = asked;
    const row = { target, name, cause, details, failure, failures: failure ? 1 : 0, ageMs, dueAt };
    const [id, payloadId] = store.add(kind.kind, row, payload);
    return workOf({ ...row, id, payloadId });
  }

  return {
    add(asked) {
      together(() => {
        const work = write(asked, undefined, 0, world.now());
        observe.tell?.({ ...told(work), fact: 'accepted' });
        transaction.afterCommit(() => running && enter(work, asked.payload));
      });
    },
    addFailed(asked, error, permanent) {
      together(() => {
        const work = workOf({
          ...asked,
          cause: asked.cause,
          id: 0,
          payloadId: 0,
          failures: 1,
          failure: error,
          ageMs: 0,
        });
        observe.tell?.({ ...told(work), fact: 'failed', attempt: 1, error });
        const why = reasonToGiveUp(work, permanent);
        if (why) {
          handOn(work, asked.payload, why);
          return;
        }
        const { waitMs, dueAt } = pause(work, kind.retryWaitMs(1));
        const stored = write(asked, error, work.age.ms(realNow()), dueAt);
        stored.age.pause(realNow(), 0);
        transaction.afterCommit(() => running && wait(stored, waitMs, dueAt));
      });
    },
    start() {
      running = true;
      for (const row of [...store.ofKind(kind.kind)]) {
        const work = workOf({ ...row, details: row.details as Details });
        const waitMs = fastClock.elapsed(row.dueAt - world.now());
        if (waitMs <= 0) enter(work);
        else {
          work.age.pause(realNow(), 0);
          wait(work, waitMs, row.dueAt);
        }
      }
    },
    stop() {
      running = false;
      needs.writeNow();
      retries.clear();
      ages.clear();
      lanes.clear();
    },
    roomMade() {
      for (const [key, lane] of lanes) pump(key, lane);
    },
    get running() {
      return running;
    },
  };

  function told({ name, cause, target }: Pick<Own, 'name' | 'cause' | 'target'>) {
    return { at: world.now(), work: name, target, ...(cause && { cause }) };
  }
}

function broken(error: unknown): Attempt & { is: 'refused' } {
  const message = error instanceof Error ? error.message : String(error);
  return { is: 'refused', error: { code: 'SandboxError', message }, awsMs: brokenWaitMs };
}

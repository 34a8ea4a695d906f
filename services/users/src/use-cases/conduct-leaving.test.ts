import { createEvent, type Trace } from '@shutterbus/contracts/event';
import { UserReturned } from '@shutterbus/contracts/events/users';
import { memoryErasures } from '../adapters/memory-erasures.ts';
import { memoryFollows } from '../adapters/memory-follows.ts';
import { memoryLeavers } from '../adapters/memory-leavers.ts';
import { memorySessionList } from '../adapters/memory-session-list.ts';
import { memoryUsers } from '../adapters/memory-users.ts';
import { confirmations } from '../erasure.ts';
import { anna, ben, carla, countingIds, noon, person } from '../people.fixture.ts';
import { makeEndPairs, makeRemovePerson } from '../remove-person.ts';
import { execution } from '../steps.fixture.ts';
import { makeComeBack } from './come-back.ts';
import { makeConductLeaving } from './conduct-leaving.ts';
import { makeFollowUser } from './follow-user.ts';
import { makeLeaveMe } from './leave-me.ts';
import { makeTellConductor } from './tell-conductor.ts';

const hourMs = 3_600_000;
const trace: Trace = { correlationId: 'of the DELETE', causationId: 'the event' };

/** Anna and Ben follow one another, Carla follows Anna; Anna has just left. */
async function setUp() {
  let now = Date.parse(noon);
  const clock = () => new Date(now);
  const newId = countingIds();
  const users = memoryUsers(clock);
  const follows = memoryFollows(users);
  const leavers = memoryLeavers(users);
  const deps = { users, follows, leavers, sessionList: memorySessionList(), clock, newId };
  for (const [id, handle] of Object.entries({ [anna]: 'anna', [ben]: 'ben', [carla]: 'carla' }))
    await users.register(person(id, handle), []);
  const follow = makeFollowUser(deps);
  for (const [followerId, handle] of [
    [anna, 'ben'],
    [ben, 'anna'],
    [carla, 'anna'],
  ] as const)
    await follow({ followerId, handle, trace });

  const erasures = memoryErasures();
  const accounts = new Set([anna]);
  const remove = jest.fn(async (id: string) => void accounts.delete(id));
  const conductLeaving = makeConductLeaving({
    ...{ ...deps, erasures, accounts: { remove } },
    ...{ endPairs: makeEndPairs(deps), removePerson: makeRemovePerson(deps) },
    outbox: { add: async (events) => void users.events.push(...events) },
  });
  const running: ReturnType<typeof execution>[] = [];
  const wake = async (token: string): Promise<void> => {
    for (const one of running) await one.wake(token);
  };
  const tell = makeTellConductor({ erasures, conductors: { wake } });
  const leave = async () => {
    const leaveMe = makeLeaveMe({ ...deps, endSessions: async () => ({ outcome: 'ended' }) });
    const { leavingUntil } = await leaveMe({ userId: anna, signedInAt: clock(), trace });
    return { userId: anna, leavingUntil, ...trace };
  };

  const confirm = (...names: string[]) =>
    Promise.all(
      confirmations
        .filter(({ detailType }) => names.length === 0 || names.includes(detailType))
        .map((definition) => tell(fact(definition))),
    );
  const fact = (definition: (typeof confirmations)[number] | typeof UserReturned) =>
    createEvent(definition, {
      ...{ eventId: newId(), occurredAt: clock().toISOString(), aggregateId: anna, aggregateVersion: 1 },
      ...{ trace, data: { userId: anna } },
    }) as Parameters<typeof tell>[0];

  return {
    ...{ users, deps, erasures, accounts, remove, leave, confirm, leaving: await leave() },
    back: () => makeComeBack(deps)({ userId: anna, trace }),
    returned: () => tell(fact(UserReturned)),
    later: (ms: number) => {
      now += ms;
    },
    now: () => now,
    told: () =>
      users.events
        .filter(({ detailType }) => detailType === 'UserDeleted')
        .map(({ detail }) => detail.metadata),
    conduct(
      leaving: Parameters<typeof conductLeaving>[0],
      during: (name: string, token: string) => Promise<unknown>,
      breaksAfter: string[] = [],
    ) {
      const one = execution({
        ...{ now: () => now, breaksAfter },
        later: (ms) => {
          now += ms;
        },
        during: async (name, token) => void (await during(name, token)),
      });
      running.push(one);
      return { done: one.names, ended: one.run((steps) => conductLeaving(leaving, steps)) };
    },
  };
}

const isAsking = (name: string): boolean => name.startsWith('confirmed');

describe('conductLeaving', () => {
  it('erases when the time is over: account, half an hour later pairs and profile, and ends when all have confirmed', async () => {
    const { users, accounts, erasures, leaving, conduct, confirm, told, now, remove } = await setUp();
    const at: Record<string, number> = {};
    remove.mockImplementation(async (id) => {
      at.account = now();
      accounts.delete(id);
    });
    const { ended } = conduct(leaving, async (name) => {
      if (!isAsking(name)) return expect(await users.find(anna)).not.toHaveProperty('beingErased');
      at.asked = now();
      expect(await users.find(anna)).toBeUndefined();
      await confirm();
    });
    expect(await ended).toBe('erased');
    expect(at.account).toBe(Date.parse(leaving.leavingUntil));
    expect((at.asked ?? 0) - (at.account ?? 0)).toBe(hourMs / 2);
    expect([accounts.has(anna), await erasures.find(anna)]).toEqual([false, undefined]);
    expect(await users.find(ben)).toMatchObject({ followerCount: 0, followingCount: 0 });
    expect(await users.isHandleTaken('anna')).toBe(true);
    expect(told()).toMatchObject([{ aggregateVersion: 4, ...trace }]);
  });

  it('ends at once for who comes back, and leaves them as they were', async () => {
    const { users, accounts, erasures, leaving, conduct, back, returned, told, now } = await setUp();
    const { ended } = conduct(leaving, async () => {
      await back();
      await returned();
    });
    expect(await ended).toBe('returned');
    expect(now()).toBe(Date.parse(noon));
    expect(await users.find(anna)).toMatchObject({ handle: 'anna', followerCount: 2 });
    expect([accounts.has(anna), await erasures.find(anna), told()]).toEqual([true, undefined, []]);
  });

  it('finds who came back when the word of it is lost, or came before there was anybody to wake', async () => {
    const lost = await setUp();
    expect(await lost.conduct(lost.leaving, lost.back).ended).toBe('returned');
    const early = await setUp();
    await early.back();
    await early.returned();
    expect(await early.conduct(early.leaving, nobody).ended).toBe('returned');
    const between = await setUp();
    const { await: keep } = between.erasures;
    between.erasures.await = async (...asked) => {
      await between.back();
      await between.returned();
      return keep(...asked);
    };
    expect(await between.conduct(between.leaving, nobody).ended).toBe('returned');
    expect([lost, early, between].map(({ accounts }) => accounts.has(anna))).toEqual([true, true, true]);
  });

  it('waits on after a late word about an earlier leaving, whose own conductor leaves it alone', async () => {
    const { leaving, leave, back, returned, conduct, confirm, later, told } = await setUp();
    await back();
    later(hourMs);
    const waits: string[] = [];
    const { ended } = conduct(await leave(), async (name) => {
      waits.push(name);
      if (isAsking(name)) return confirm();
      if (name === 'return-1') return returned();
      expect(await conduct(leaving, nobody).ended).toBe('returned');
    });
    expect(await ended).toBe('erased');
    expect(waits).toEqual(['return-1', 'return-2', 'confirmed-1']);
    expect(told()).toHaveLength(1);
  });

  it('closes the way back before the account goes, so that nobody comes back to half of it', async () => {
    const { leaving, conduct, confirm, back, remove, later } = await setUp();
    // The other function's clock is late.
    remove.mockImplementation(async () => {
      later(-hourMs);
      await expect(back()).rejects.toMatchObject({ code: 'too-late' });
    });
    expect(await conduct(leaving, (name) => (isAsking(name) ? confirm() : over())).ended).toBe('erased');
    expect(remove).toHaveBeenCalledTimes(1);
  });

  it('keeps who comes back at the very moment at which it would close', async () => {
    const { deps, leaving, conduct, back, accounts, now, later } = await setUp();
    const { close } = deps.leavers;
    deps.leavers.close = async (...asked) => {
      later(Date.parse(leaving.leavingUntil) - 1 - now());
      await back();
      return close(...asked);
    };
    expect(await conduct(leaving, over).ended).toBe('returned');
    expect(accounts.has(anna)).toBe(true);
  });

  it('ends thousands of pairs in parts, each in an invocation of its own', async () => {
    const { deps, leaving, conduct, confirm, later, users } = await setUp();
    const { save } = deps.follows;
    deps.follows.save = async (...asked) => {
      later(150_000);
      return save(...asked);
    };
    const { done, ended } = conduct(leaving, (name) => (isAsking(name) ? confirm() : over()));
    expect(await ended).toBe('erased');
    expect(done.filter((name) => name.startsWith('pairs')).length).toBeGreaterThan(1);
    expect(await users.find(carla)).toMatchObject({ followingCount: 0 });
  });

  it('does nothing twice that is heard, whichever step is done again', async () => {
    const all = await setUp();
    const { done, ended } = all.conduct(all.leaving, (name) => (isAsking(name) ? all.confirm() : over()));
    await ended;
    for (const step of done) {
      const { users, leaving, conduct, confirm, told } = await setUp();
      const again = conduct(leaving, (name) => (isAsking(name) ? confirm() : over()), [step]);
      expect([step, await again.ended]).toEqual([step, 'erased']);
      // What follows from the deletion bears that it is said twice, and of the same version.
      const versions = new Set(told().map(({ aggregateVersion }) => aggregateVersion));
      expect([step, versions.size, told().length <= 2]).toEqual([step, 1, true]);
      expect(users.events.filter(({ detailType }) => detailType === 'UserUnfollowed')).toHaveLength(3);
    }
  });
});

describe('confirmations', () => {
  it('each is waited for, and asked for again after six hours with the same version', async () => {
    for (const { detailType } of confirmations) {
      const others = confirmations.map((one) => one.detailType).filter((one) => one !== detailType);
      const { leaving, conduct, confirm, told, now } = await setUp();
      const asked: number[] = [];
      const { ended } = conduct(leaving, async (name) => {
        if (!isAsking(name)) return;
        asked.push(now());
        await confirm(...(asked.length === 1 ? others : [detailType]));
      });
      expect(await ended).toBe('erased');
      expect([detailType, (asked[1] ?? 0) - (asked[0] ?? 0)]).toEqual([detailType, 6 * hourMs]);
      expect(told()).toMatchObject([
        { aggregateVersion: 4, ...trace },
        { aggregateVersion: 4, ...trace },
      ]);
      expect(new Set(told().map(({ eventId }) => eventId)).size).toBe(2);
    }
  });

  it('may come early, twice and in any order', async () => {
    const { deps, leaving, conduct, confirm, erasures, leave } = await setUp();
    const { remove } = deps.users;
    deps.users.remove = async (...asked) => {
      await remove(...asked);
      await confirm();
      await confirm();
    };
    expect(await conduct(leaving, (name) => (isAsking(name) ? confirm() : over())).ended).toBe('erased');
    await confirm();
    expect(await erasures.find(anna)).toBeUndefined();
    await expect(leave()).rejects.toMatchObject({ code: 'profile-not-ready' });
  });

  it('that come after the last deadline are known to the one that is started anew, and the missing are asked again', async () => {
    const { leaving, conduct, confirm, told, accounts, remove } = await setUp();
    const failing = conduct(leaving, async (name) => {
      if (name === 'confirmed-2') await confirm('AnswersErased');
    });
    await expect(failing.ended).rejects.toThrow(
      'Asked 4 times, and nobody said PhotosErased, RenditionsErased, NoticesErased',
    );
    expect(told()).toHaveLength(4);
    await confirm('PhotosErased');
    remove.mockClear();
    const { done, ended } = conduct(leaving, () => confirm('RenditionsErased', 'NoticesErased'));
    expect(await ended).toBe('erased');
    expect(done).toEqual(['begin', 'missing-1', 'ask-1', 'missing-2', 'done']);
    expect([accounts.has(anna), told().length, remove.mock.calls]).toEqual([false, 5, []]);
  });

  it('wake nobody who waits for something else, or of whom nobody knows', async () => {
    const { leaving, conduct, confirm, returned, users, told } = await setUp();
    await confirm();
    const { ended } = conduct(leaving, async (name, token) => {
      expect(token).toEqual(expect.any(String));
      if (!isAsking(name)) {
        // Of somebody else's making: nothing of hers was asked for yet.
        await confirm('PhotosErased');
        return expect(await users.find(anna)).toBeDefined();
      }
      await returned();
      if (name === 'confirmed-2') await confirm();
    });
    expect(await ended).toBe('erased');
    expect(told()).toHaveLength(2);
  });
});

/** Nobody says anything until the time is over. */
const over = async (): Promise<void> => {};
const nobody = async (name: string): Promise<void> => {
  throw new Error(`nobody waits for ${name}`);
};

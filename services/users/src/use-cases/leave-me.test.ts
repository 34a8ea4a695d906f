import { memoryLeavers } from '../adapters/memory-leavers.ts';
import { memoryUsers } from '../adapters/memory-users.ts';
import { anna, ben, countingIds, noon, person, trace } from '../people.fixture.ts';
import { makeComeBack } from './come-back.ts';
import { makeLeaveMe } from './leave-me.ts';

const dayMs = 24 * 60 * 60 * 1000;
const until = new Date(Date.parse(noon) + 14 * dayMs).toISOString();

async function setUp() {
  let now = Date.parse(noon);
  const clock = () => new Date(now);
  const users = memoryUsers(clock);
  await users.register(person(anna, 'anna'), []);
  const ended: string[] = [];
  let refusal: { outcome: 'left-open'; reason: unknown } | undefined;
  const deps = { users, leavers: memoryLeavers(users), clock, newId: countingIds() };
  const leaveMe = makeLeaveMe({
    ...deps,
    endSessions: async ({ userId }) => {
      ended.push(userId);
      return refusal ?? { outcome: 'ended' };
    },
  });
  const comeBack = makeComeBack(deps);
  return {
    users,
    ended,
    later: (ms: number) => {
      now += ms;
    },
    refuse: (reason: unknown) => {
      refusal = { outcome: 'left-open', reason };
    },
    told: () => users.events.map(({ detailType, detail }) => [detailType, detail.metadata.aggregateVersion]),
    leave: (userId = anna, signedInAt: Date | undefined = clock()) => leaveMe({ userId, signedInAt, trace }),
    unknownSignIn: () => leaveMe({ userId: anna, signedInAt: undefined, trace }),
    back: (userId = anna) => comeBack({ userId, trace }),
  };
}

describe('leaveMe', () => {
  it('hides the caller for fourteen days, tells of it and ends all sessions', async () => {
    const { users, ended, leave } = await setUp();
    expect(await leave()).toEqual({ leavingUntil: until });
    expect(await users.find(anna)).toMatchObject({ leavingUntil: until, version: 2 });
    expect(users.events).toMatchObject([
      {
        detailType: 'UserLeft',
        detail: { metadata: { aggregateVersion: 2 }, data: { userId: anna, leavingUntil: until } },
      },
    ]);
    expect(ended).toEqual([anna]);
  });

  it('leaves the day as it is when it is done again, and ends the sessions once more', async () => {
    const { ended, told, leave, later } = await setUp();
    await leave();
    later(dayMs);
    expect(await leave()).toEqual({ leavingUntil: until });
    expect(told()).toEqual([['UserLeft', 2]]);
    expect(ended).toEqual([anna, anna]);
  });

  it('asks for a sign-in of the last ten minutes', async () => {
    const { ended, told, leave, unknownSignIn } = await setUp();
    const refused = { code: 'sign-in-again', kind: 'forbidden' };
    const before = (minutes: number) => new Date(Date.parse(noon) - minutes * 60_000);
    await expect(leave(anna, before(10.1))).rejects.toMatchObject(refused);
    await expect(unknownSignIn()).rejects.toMatchObject(refused);
    expect([told(), ended]).toEqual([[], []]);
    expect(await leave(anna, before(9.9))).toEqual({ leavingUntil: until });
  });

  it('fails when sessions stay open, so that the caller tries again', async () => {
    const { leave, refuse } = await setUp();
    refuse(new Error('Cognito is away'));
    await expect(leave()).rejects.toThrow('Cognito is away');
  });

  it('knows nobody without a profile', async () => {
    const { leave } = await setUp();
    await expect(leave(ben)).rejects.toMatchObject({ code: 'profile-not-ready' });
  });
});

describe('comeBack', () => {
  it('lets the caller stay as before, and tells of it once', async () => {
    const { users, told, leave, back, later } = await setUp();
    const before = await users.find(anna);
    await leave();
    later(14 * dayMs - 1);
    expect(await back()).not.toHaveProperty('leavingUntil');
    expect(await back()).toMatchObject({ id: anna });
    expect(await users.find(anna)).toEqual({ ...before, version: 3 });
    expect(told()).toEqual([
      ['UserLeft', 2],
      ['UserReturned', 3],
    ]);
  });

  it('is too late once the time is over', async () => {
    const { users, told, leave, back, later } = await setUp();
    await leave();
    later(14 * dayMs);
    await expect(back()).rejects.toMatchObject({ code: 'too-late' });
    expect(await users.find(anna)).toMatchObject({ leavingUntil: until });
    expect(told()).toEqual([['UserLeft', 2]]);
  });

  it('starts anew when the caller leaves once more', async () => {
    const { leave, back, later } = await setUp();
    await leave();
    await back();
    later(dayMs);
    expect(await leave()).toEqual({ leavingUntil: new Date(Date.parse(until) + dayMs).toISOString() });
  });
});

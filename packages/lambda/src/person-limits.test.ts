import { useDynamoDb } from '@shutterbus/testing/dynamodb';
import { personLimits, TooOftenError } from './person-limits.ts';

const db = useDynamoDb({ indexes: 1 });
const anna = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
const ben = '7d0b6f0e-4c1f-4f0e-8f43-2f8c2d5b9a10';
const limit = { atOnce: 3, perHour: 360 };
const start = Date.parse('2026-11-28T10:00:00.000Z');
const after = (seconds: number): Date => new Date(start + seconds * 1000);

async function counter() {
  const limits = personLimits(await db.freshTable());
  const call = { userId: anna, routeId: 'follow', limit };
  return {
    count: (now: Date, other: Partial<typeof call> = {}) => limits.countWrite({ ...call, ...other, now }),
  };
}

describe('personLimits', () => {
  it('takes as many at once as the limit says, and says when there is room for the next', async () => {
    const { count } = await counter();
    for (let calls = 0; calls < 3; calls += 1) await count(after(0));
    const refused = expect.objectContaining({
      kind: 'too-many',
      code: 'too-often',
      limit: { name: 'follow', max: 3 },
      retryAfterSeconds: 10,
    });
    await expect(count(after(0))).rejects.toEqual(refused);
    await expect(count(after(9))).rejects.toEqual(expect.objectContaining({ retryAfterSeconds: 1 }));
    await count(after(10));
    await expect(count(after(10))).rejects.toThrow(TooOftenError);
  });

  it('counts none that it refuses', async () => {
    const { count } = await counter();
    for (let calls = 0; calls < 3; calls += 1) await count(after(0));
    for (let calls = 0; calls < 5; calls += 1) await expect(count(after(5))).rejects.toThrow(TooOftenError);
    await count(after(10));
  });

  it('has room for all of them again after a rest, and for no more', async () => {
    const { count } = await counter();
    for (let calls = 0; calls < 3; calls += 1) await count(after(0));
    for (let calls = 0; calls < 3; calls += 1) await count(after(3600));
    await expect(count(after(3600))).rejects.toThrow(TooOftenError);
  });

  it('counts each person and each route for themselves', async () => {
    const { count } = await counter();
    for (let calls = 0; calls < 3; calls += 1) await count(after(0));
    await count(after(0), { userId: ben });
    await count(after(0), { routeId: 'unfollow' });
    await expect(count(after(0))).rejects.toThrow(TooOftenError);
  });

  it('lets no more through when they come together', async () => {
    const { count } = await counter();
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => count(after(0))));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });
});

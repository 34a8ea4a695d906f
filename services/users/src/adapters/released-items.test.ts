import { releasedPeople, useReleasedItems } from '@shutterbus/testing/released-items';
import { dynamoFinder } from './dynamo-finder.ts';
import { dynamoFollows } from './dynamo-follows.ts';
import { dynamoUsers } from './dynamo-users.ts';

const clock = () => new Date('2026-11-28T12:00:00.000Z');
const { anna, ben } = releasedPeople;

describe('items of the release before, in UsersTable', () => {
  const { table, textOf } = useReleasedItems(import.meta.dirname, 2);

  it('are read as people, whom they follow, and how they are found', async () => {
    const name = await table();
    const users = dynamoUsers(name, clock);
    expect(await users.findByHandle('anna')).toEqual(await users.find(anna));
    expect(await users.find(anna)).toMatchObject({ handle: 'anna', followerCount: 1 });
    expect(await users.isHandleTaken('ben')).toBe(true);
    const follows = dynamoFollows(name, clock);
    expect(await follows.find({ followerId: ben, followeeId: anna })).toMatchObject({ active: true });
    expect((await follows.listFollowers(anna, { limit: 10 })).items).toEqual([ben]);
    expect((await dynamoFinder(name).entriesFrom('an', { limit: 10 })).items).toMatchObject([
      { userId: anna, entry: 'anna' },
    ]);
    expect(textOf('PAIR', 'pk')).toContain(ben);
  });
});

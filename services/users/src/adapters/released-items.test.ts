import { releasedPeople, useReleasedItems } from '@shutterbus/testing/released-items';
import { dynamoAddresses } from './dynamo-addresses.ts';
import { dynamoErasures } from './dynamo-erasures.ts';
import { dynamoFinder } from './dynamo-finder.ts';
import { dynamoFollows } from './dynamo-follows.ts';
import { dynamoGhostSearch } from './dynamo-ghost-search.ts';
import { dynamoLeavers } from './dynamo-leavers.ts';
import { dynamoSessionList } from './dynamo-session-list.ts';
import { dynamoUsers } from './dynamo-users.ts';

const clock = () => new Date('2026-11-28T12:00:00.000Z');
const { anna, ben, cleo, dora } = releasedPeople;

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

  it('are read as addresses, sessions, and handles that nobody else gets yet', async () => {
    const name = await table();
    expect(await dynamoAddresses(name, clock).find(anna)).toEqual({
      ...{ userId: anna, version: 2 },
      ...{ wanted: 'anna.at.work@example.com', told: 'anna.at.work@example.com' },
    });
    expect(await dynamoSessionList(name).read(anna)).toMatchObject({
      sessions: [{ signedInAt: '2026-11-28T14:23:00.000Z', lastUsedOn: '2026-11-28', browser: 'Firefox' }],
      endedAt: '2026-11-28T14:22:00.000Z',
    });
    const users = dynamoUsers(name, clock);
    expect(await users.isHandleTaken('cleopatra')).toBe(true);
    expect(await users.isHandleTaken('cleopatras')).toBe(false);
  });

  it('are read as who is leaving, how far that is, and who is looked for', async () => {
    const name = await table();
    const leavingUntil = '2026-12-12T14:25:00.000Z';
    expect(await dynamoUsers(name, clock).find(cleo)).toMatchObject({ leavingUntil, beingErased: true });
    const over: unknown[] = [];
    for await (const leaver of dynamoLeavers(name, clock).listOver(new Date('2026-12-13T00:00:00.000Z')))
      over.push(leaver);
    expect(over).toEqual([{ userId: cleo, leavingUntil }]);
    expect(await dynamoErasures(name).find(cleo)).toEqual({
      ...{ userId: cleo, leavingUntil, deletedVersion: 5, confirmed: ['PhotosErased'] },
      ...{ token: 'callback-token', awaits: 'confirmations' },
    });
    const ghosts = dynamoGhostSearch(name);
    expect(await ghosts.lap()).toMatchObject({ startedAt: '2026-11-28T13:00:00.000Z', looked: 250 });
    expect(await ghosts.suspects()).toMatchObject([{ userId: dora, missedAt: '2026-11-28T13:00:01.000Z' }]);
  });
});

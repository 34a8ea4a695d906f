import { releasedPeople, useReleasedItems } from '@shutterbus/testing/released-items';
import { dynamoFollowers } from './dynamo-followers.ts';
import { dynamoNotices } from './dynamo-notices.ts';
import { dynamoPeople } from './dynamo-people.ts';

const clock = () => new Date('2026-11-28T12:00:00.000Z');
const page = { limit: 10 };
const { anna, ben } = releasedPeople;

describe('items of the release before, in NotificationsTable', () => {
  const { table, textOf } = useReleasedItems(import.meta.dirname, 1);

  it('are read as people, whom they follow, and what they were told', async () => {
    const name = await table();
    const people = dynamoPeople(name);
    expect(await people.find(anna)).toMatchObject({ handle: 'anna', email: 'anna@example.com' });
    expect(await people.find(ben)).toMatchObject({ email: 'ben@example.com' });
    const notices = dynamoNotices(name, clock);
    const { items: told } = await notices.list(anna, page);
    expect(told.map(({ facts }) => facts.kind).sort()).toEqual([
      'commented',
      'liked',
      'new-follower',
      'photo-rejected',
      'welcome',
    ]);
    for (const notice of told) expect(await notices.find(notice)).toEqual(notice);
    expect(await notices.countUnread(anna)).toBe(5);
    expect((await notices.list(ben, page)).items.map(({ facts }) => facts.kind)).toContain('photo-published');
    expect((await dynamoFollowers(name).list(anna, page)).items).toEqual([ben]);
    expect(textOf('PERSON', 'pk')).toContain(anna);
  });
});

import { releasedPeople, useReleasedItems } from '@shutterbus/testing/released-items';
import { dynamoAddresses } from './dynamo-addresses.ts';
import { dynamoAnswers } from './dynamo-answers.ts';
import { dynamoFollowers } from './dynamo-followers.ts';
import { dynamoNotices } from './dynamo-notices.ts';
import { dynamoPeople } from './dynamo-people.ts';
import { dynamoPhotos } from './dynamo-photos.ts';
import { dynamoPictures } from './dynamo-pictures.ts';
import { dynamoPublications } from './dynamo-publications.ts';

const clock = () => new Date('2026-11-28T12:00:00.000Z');
const page = { limit: 10 };
const { anna, ben, cleo, dora } = releasedPeople;

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

  it('are read as people who are leaving or gone, and addresses to which no mail goes', async () => {
    const name = await table();
    const people = dynamoPeople(name);
    expect(await people.find(cleo)).toMatchObject({
      ...{ leavingUntil: '2026-12-12T14:25:00.000Z', mailsOff: ['liked'], appOff: [] },
    });
    expect(await people.find(dora)).toEqual({ userId: dora, gone: true });
    expect(await dynamoAddresses(name).whyEnded('dora@example.com')).toBe('bounced');
    const follow = { followerId: cleo, followeeId: anna, active: true, version: 2 };
    const occurredAt = '2026-11-28T14:25:00.000Z';
    expect(await dynamoFollowers(name).remember({ ...follow, occurredAt })).toMatchObject({ active: false });
  });

  it('are read as photos, what shows them, and what came to them', async () => {
    const name = await table();
    const mediaId = textOf('PICTURE', 'mediaId');
    const hidden = '01M8H8J09CFFHDG80RA21BNP0S';
    expect(await dynamoPhotos(name, clock).wasHiddenSince(hidden, 3)).toBe(true);
    const pictures = dynamoPictures(name, clock);
    expect(await pictures.find(mediaId)).toMatchObject({ mediaVersion: 2, setVersion: 2, altText: 'White.' });
    expect(await pictures.find(hidden)).toBeUndefined();
    const like = { kind: 'liked' as const, ownerId: anna, mediaId, personId: cleo, answerId: cleo };
    expect(await dynamoAnswers(name).remember({ ...like, at: '2026-11-28T15:00:00.000Z' })).toEqual({
      ...{ firstId: ben, since: '2026-11-28T14:21:43.624Z', count: 2 },
    });
  });

  it('are read as what was published together, and how often that began', async () => {
    const publications = dynamoPublications(await table(), clock);
    const mediaId = textOf('PICTURE', 'mediaId');
    const known = { ownerId: anna, mediaId, publishedAt: '2026-11-28T14:21:43.013Z' };
    const photo = { mediaId, title: 'First snow #snow', version: 3 };
    expect(await publications.find(known)).toEqual({
      ...{ firstId: mediaId, since: known.publishedAt, photos: [photo] },
    });
    const later = { ...known, ...photo, mediaId: '01M8HCN49CFFHDG80RA21BNP0U' };
    expect(await publications.remember({ ...later, publishedAt: '2026-11-28T15:30:00.000Z' })).toMatchObject({
      firstId: later.mediaId,
    });
  });
});

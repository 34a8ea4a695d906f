import { shownPictureExample } from '@shutterbus/contracts/fields';
import { notificationShape } from '@shutterbus/contracts/routes/notifications';
import { memoryIllustrations } from '../adapters/memory-illustrations.ts';
import { memoryNotices } from '../adapters/memory-notices.ts';
import { memoryPeople } from '../adapters/memory-people.ts';
import { memoryPictures } from '../adapters/memory-pictures.ts';
import type { Facts } from '../notice.ts';
import { anna, ben, mediaId, noon, notice, trace } from '../notices.fixture.ts';
import { makeListNotifications } from './list-notifications.ts';
import { makeMarkRead } from './mark-read.ts';

function setUp() {
  const notices = memoryNotices(() => new Date(noon));
  const [people, pictures] = [memoryPeople(), memoryPictures()];
  const illustrations = memoryIllustrations(people, pictures);
  const find = jest.spyOn(illustrations, 'find');
  const strangers: string[] = [];
  const listNotifications = makeListNotifications({
    ...{ notices, people, illustrations },
    strangers: { lookLater: async ({ userId }) => void strangers.push(userId) },
  });
  const list = (userId: string, asked: { isReal?: boolean; cursor?: string } = {}) =>
    listNotifications({
      ...{ userId, trace, isReal: asked.isReal ?? true },
      page: { limit: 10, cursor: asked.cursor },
    });
  return { notices, people, pictures, find, strangers, list };
}

describe('listNotifications and markRead', () => {
  it("show the caller's own with their text, and count the unread ones", async () => {
    const { notices, list } = setUp();
    await notices.add(notice(anna));
    await notices.add(notice(ben));
    const before = await list(anna);
    expect(before).toMatchObject({
      unreadCount: 1,
      items: [{ kind: 'welcome', read: false, path: '/upload' }],
    });
    expect(notificationShape.safeParse(before.items[0]).success).toBe(true);
    const { id } = notice(anna);
    await makeMarkRead({ notices })({ userId: anna, ids: [id, id] });
    expect(await list(anna)).toMatchObject({ unreadCount: 0, items: [{ read: true }] });
    expect(await notices.countUnread(ben)).toBe(1);
  });

  const answered = { mediaId, title: 'First snow', personId: ben, personDisplayName: 'Ben', others: 0 };
  const ofBen: Facts[] = [
    { kind: 'new-follower', followerId: ben, followerHandle: 'ben', followerDisplayName: 'Ben' },
    { kind: 'photo-published', mediaId, title: 'First snow', ownerId: ben, others: 0 },
    { kind: 'liked', ...answered },
    { kind: 'commented', ...answered },
  ];
  const avatar = { mediaId, url: '/renditions/f/w160.webp' };
  const name = { userId: ben, handle: 'ben', displayName: 'Ben' };

  it.each(ofBen)('show beside $kind who it is and what shows the photo, as they are now', async (facts) => {
    const { notices, people, pictures, list } = setUp();
    await notices.add(notice(anna, noon, facts));
    await people.rememberName({ ...name, avatar, version: 1 });
    await pictures.remember(mediaId, shownPictureExample);
    const { altText, url } = shownPictureExample;
    const isOfPhoto = facts.kind !== 'new-follower';
    const ben1 = { id: ben, handle: 'ben', displayName: 'Ben', avatar };
    const { items } = await list(anna);
    expect(items).toMatchObject([{ person: ben1 }]);
    expect(items[0]?.photo).toEqual(isOfPhoto ? { id: mediaId, picture: { url, altText } } : undefined);
    expect(notificationShape.parse(items[0])).toEqual(JSON.parse(JSON.stringify(items[0])));
    await people.rememberName({ ...name, displayName: 'Benjamin', version: 2 });
    await pictures.forget({ mediaId, version: 9 });
    const [later] = (await list(anna)).items;
    expect(later?.person).toEqual({ ...ben1, displayName: 'Benjamin', avatar: undefined });
    expect(later?.photo).toEqual(isOfPhoto ? { id: mediaId, picture: undefined } : undefined);
  });

  it.each(ofBen)('show beside $kind nobody who is leaving or gone', async (facts) => {
    const { notices, people, list } = setUp();
    await notices.add(notice(anna, noon, facts));
    await people.rememberName({ ...name, avatar, version: 1 });
    await people.noteLeaving({ userId: ben, leavingUntil: '2026-12-05T12:00:00.000Z', version: 2 });
    expect((await list(anna)).items[0]?.person).toBeUndefined();
    await people.noteLeaving({ userId: ben, version: 3 });
    expect((await list(anna)).items[0]?.person).toBeDefined();
    await people.forget(ben, new Date(noon));
    expect((await list(anna)).items[0]?.person).toBeUndefined();
  });

  it('show it for a whole page in one read', async () => {
    const { notices, find, list } = setUp();
    for (const facts of ofBen) await notices.add(notice(anna, noon, facts));
    await list(anna);
    expect(find).toHaveBeenCalledTimes(1);
  });

  it('have somebody looked at later who is signed in and unknown here', async () => {
    const { strangers, list } = setUp();
    expect(await list(anna)).toMatchObject({ items: [], unreadCount: 0 });
    expect(strangers).toEqual([anna]);
  });

  it('look at nobody again who is known, has been told of something, or is asked for by a hook', async () => {
    const { notices, people, strangers, list } = setUp();
    await list(anna, { isReal: false });
    await people.rememberAddress({ userId: anna, email: 'anna@example.com', version: 1 });
    await list(anna);
    await notices.add(notice(ben));
    await list(ben);
    await list(ben, { cursor: notice(ben).id });
    expect(strangers).toEqual([]);
  });
});

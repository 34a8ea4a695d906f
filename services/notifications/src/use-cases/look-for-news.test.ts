import { MediaPublished } from '@shutterbus/contracts/events/media';
import { UserRegistered } from '@shutterbus/contracts/events/users';
import { memoryFollowers } from '../adapters/memory-followers.ts';
import { memoryNotices } from '../adapters/memory-notices.ts';
import { memoryPeople } from '../adapters/memory-people.ts';
import { memoryPhotos } from '../adapters/memory-photos.ts';
import { memoryPublications } from '../adapters/memory-publications.ts';
import { arrived, ben, noon, trace } from '../notices.fixture.ts';
import { makeNotify } from '../notify.ts';
import type { NoticeKey } from '../ports.ts';
import { makeLookForNews } from './look-for-news.ts';
import { makeTellFollowers } from './tell-followers.ts';
import { makeWelcomePerson } from './welcome-person.ts';

const registered = arrived(UserRegistered);
const published = arrived(MediaPublished);

function setUp() {
  const notices = memoryNotices(() => new Date(noon));
  const [people, followers] = [memoryPeople(), memoryFollowers()];
  const queued: NoticeKey[] = [];
  const mailQueue = { enqueue: async (keys: readonly NoticeKey[]) => void queued.push(...keys) };
  const mails = { waiting: async () => 0 };
  const notify = makeNotify({ people, notices, mailQueue });
  const [publications, photos] = [memoryPublications(), memoryPhotos()];
  const look = makeLookForNews({ notices, followers, photos, publications, mails, people });
  const tellFollowers = makeTellFollowers({
    ...{ followers, people, notices, notify, publications, photos },
    fanOutQueue: { enqueue: async () => undefined },
  });
  return {
    ...{ notices, people, photos, queued, mails },
    follow: (occurredAt: string) =>
      followers.remember({
        ...{ followerId: ben, followeeId: MediaPublished.example.ownerId },
        ...{ active: true, version: 1, occurredAt },
      }),
    welcome: () => makeWelcomePerson({ people, notify })(registered, { trace }),
    tell: () => tellFollowers(MediaPublished.example, { trace }),
    remember: (more: { mediaId?: string; publishedAt?: string } = {}) =>
      publications.remember({ ...MediaPublished.example, version: 4, ...more }),
    isMissing: async (event: Parameters<typeof look.ofEvent>[0]) => (await look.ofEvent(event)).isMissing,
    isUnknown: async (userId: string) => (await look.ofStranger({ userId })).isMissing,
  };
}

describe('makeLookForNews', () => {
  it('misses the welcome of a newcomer until it is written and its mail was tried', async () => {
    const { isMissing, welcome, notices, queued } = setUp();
    for (const _ of [1, 2]) expect(await isMissing(registered)).toBe(true);
    await welcome();
    expect(await isMissing(registered)).toBe(true);
    for (const key of queued) await notices.claimMail(key, 30);
    expect(await isMissing(registered)).toBe(false);
  });

  it('misses somebody who is signed in until the users service has told of them', async () => {
    const { isUnknown, welcome } = setUp();
    const { userId } = registered.detail.data;
    expect(await isUnknown(userId)).toBe(true);
    await welcome();
    expect(await isUnknown(userId)).toBe(false);
  });

  it('misses no mail that waits behind others', async () => {
    const { isMissing, welcome, mails } = setUp();
    await welcome();
    mails.waiting = async () => 12;
    expect(await isMissing(registered)).toBe(false);
  });

  it('misses nothing of a photo whose owner is leaving', async () => {
    const { isMissing, follow, people } = setUp();
    await follow('2026-01-01T00:00:00.000Z');
    const { ownerId: userId } = MediaPublished.example;
    await people.noteLeaving({ userId, leavingUntil: '2026-12-05T12:00:00.000Z', version: 2 });
    expect(await isMissing(published)).toBe(false);
    await people.noteLeaving({ userId, version: 3 });
    expect(await isMissing(published)).toBe(true);
  });

  it('misses nothing of a photo whose owner has gone, or that was hidden after its publication', async () => {
    const { isMissing, follow, people, photos } = setUp();
    await follow('2026-01-01T00:00:00.000Z');
    const { mediaId, ownerId } = MediaPublished.example;
    await photos.remember({ mediaId, isPublic: false, version: 1 });
    expect(await isMissing(published)).toBe(true);
    await photos.remember({ mediaId, isPublic: false, version: 2 });
    expect(await isMissing(published)).toBe(false);
    await photos.remember({ mediaId, isPublic: true, version: 3 });
    expect(await isMissing(published)).toBe(true);
    await people.forget(ownerId, new Date(noon));
    expect(await isMissing(published)).toBe(false);
  });

  it('misses no welcome of who has gone again', async () => {
    const { isMissing, people, notices, welcome, queued } = setUp();
    await welcome();
    await notices.remove(queued);
    expect(await isMissing(registered)).toBe(true);
    await people.forget(registered.detail.data.userId, new Date(noon));
    expect(await isMissing(registered)).toBe(false);
  });

  it('misses the news of a photo as long as no follower has it', async () => {
    const { isMissing, follow, tell } = setUp();
    await follow('2026-01-01T00:00:00.000Z');
    for (const _ of [1, 2]) expect(await isMissing(published)).toBe(true);
    await tell();
    expect(await isMissing(published)).toBe(false);
  });

  it('finds the news of a photo in those of the minute that began with another', async () => {
    const { isMissing, follow, tell, remember } = setUp();
    await follow('2026-01-01T00:00:00.000Z');
    const begun = new Date(Date.parse(MediaPublished.example.publishedAt) - 20_000).toISOString();
    await remember({ mediaId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CA', publishedAt: begun });
    await remember();
    expect(await isMissing(published)).toBe(true);
    await tell();
    expect(await isMissing(published)).toBe(false);
  });

  it('expects nothing of a photo of somebody whom nobody followed before', async () => {
    const { isMissing, follow } = setUp();
    expect(await isMissing(published)).toBe(false);
    await follow('2027-01-01T00:00:00.000Z');
    expect(await isMissing(published)).toBe(false);
  });
});

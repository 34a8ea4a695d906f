import { DownloadFailed, DownloadPacked } from '@shutterbus/contracts/events/downloads';
import { MediaPublished, MediaRejected } from '@shutterbus/contracts/events/media';
import {
  UserFollowed,
  UserLeft,
  UserProfileUpdated,
  UserRegistered,
  UserReturned,
  UserUnfollowed,
} from '@shutterbus/contracts/events/users';
import { memoryFollowers } from '../adapters/memory-followers.ts';
import { memoryNotices } from '../adapters/memory-notices.ts';
import { memoryPeople } from '../adapters/memory-people.ts';
import { memoryPhotos } from '../adapters/memory-photos.ts';
import { memoryPictures } from '../adapters/memory-pictures.ts';
import { memoryPublications } from '../adapters/memory-publications.ts';
import type { FanOut } from '../fan-out.ts';
import { pathOf, textOf } from '../notice.ts';
import { anna, arrived, ben, noon, trace } from '../notices.fixture.ts';
import { makeNotify } from '../notify.ts';
import type { NoticeKey } from '../ports.ts';
import { makeAnnounceDownload } from './announce-download.ts';
import { makeAnnounceFollower } from './announce-follower.ts';
import { makeAnnouncePhoto } from './announce-photo.ts';
import { makeAnnounceRejection } from './announce-rejection.ts';
import { makeForgetFollower } from './forget-follower.ts';
import { makeNoteLeaving } from './note-leaving.ts';
import { makeRenamePerson } from './rename-person.ts';
import { makeTellFollowers } from './tell-followers.ts';
import { makeWelcomePerson } from './welcome-person.ts';

const context = { trace };

function setUp() {
  const notices = memoryNotices(() => new Date(noon));
  const people = memoryPeople();
  const followers = memoryFollowers();
  const photos = memoryPhotos();
  const publications = memoryPublications();
  const mails: NoticeKey[] = [];
  const fanOuts: FanOut[] = [];
  const mailQueue = { enqueue: jest.fn(async (keys: readonly NoticeKey[]) => void mails.push(...keys)) };
  const fanOutQueue = { enqueue: async (more: readonly FanOut[]) => void fanOuts.push(...more) };
  const notify = makeNotify({ people, notices, mailQueue });
  const tellFollowers = makeTellFollowers({
    ...{ followers, people, photos, publications },
    ...{ fanOutQueue, notices, notify },
  });
  return {
    ...{ notices, people, followers, photos, mails, fanOuts, mailQueue },
    texts: () => notices.all().map(({ userId, facts }) => [userId, textOf(facts)]),
    welcome: makeWelcomePerson({ people, notify }),
    rename: makeRenamePerson({ people }),
    noteLeaving: makeNoteLeaving({ people }),
    follow: makeAnnounceFollower({ followers, people, notify }),
    unfollow: makeForgetFollower({ followers, people }),
    publish: makeAnnouncePhoto({ people, publications, pictures: memoryPictures(), fanOutQueue }),
    tell: tellFollowers,
    reject: makeAnnounceRejection({ notify }),
    settle: makeAnnounceDownload({ notify }),
    /** Works through the fan-out queue until it is empty. */
    async drain() {
      for (let next = fanOuts.shift(); next; next = fanOuts.shift()) await tellFollowers(next, context);
    },
  };
}

describe('welcomePerson', () => {
  it('welcomes once, and queues the mail again only while it is not under way', async () => {
    const { welcome, notices, mails, texts } = setUp();
    await welcome(arrived(UserRegistered), context);
    await welcome(arrived(UserRegistered), context);
    expect(texts()).toEqual([[anna, 'Welcome to Shutterbus. Share your first photo.']]);
    expect(new Set(mails.map(({ id }) => id)).size).toBe(1);
    const [key] = mails;
    if (!key) throw new Error('no mail was queued');
    await notices.claimMail(key, 30);
    mails.length = 0;
    await welcome(arrived(UserRegistered), context);
    expect(mails).toEqual([]);
  });

  it('queues the mail at the second delivery when the first crashed before it', async () => {
    const { welcome, mailQueue, mails } = setUp();
    mailQueue.enqueue.mockRejectedValueOnce(new Error('queue is down'));
    await expect(welcome(arrived(UserRegistered), context)).rejects.toThrow('queue is down');
    await welcome(arrived(UserRegistered), context);
    expect(mails).toHaveLength(1);
  });
});

describe('renamePerson', () => {
  const renamed = arrived(UserProfileUpdated, { version: 2 });

  it.each(['before', 'after'])('leads to the newest name when it comes %s the registration', async (when) => {
    const { welcome, rename, people } = setUp();
    if (when === 'before') await rename(renamed);
    await welcome(arrived(UserRegistered), context);
    await rename(renamed);
    await rename(renamed);
    expect(await people.find(anna)).toMatchObject({
      displayName: 'Anna Lindqvist',
      email: UserRegistered.example.email,
    });
  });
});

describe('renamePerson, of what stands for somebody', () => {
  const changed = (version: number, avatar: (typeof UserProfileUpdated.example)['avatar']) =>
    arrived(UserProfileUpdated, { version, data: { ...UserProfileUpdated.example, avatar } });

  it('knows the newest, or that there is none', async () => {
    const { rename, people } = setUp();
    const { avatar } = UserProfileUpdated.example;
    for (let times = 0; times < 2; times += 1) await rename(changed(3, avatar));
    await rename(changed(2, undefined));
    expect(await people.find(anna)).toMatchObject({ avatar });
    for (const event of [changed(4, undefined), changed(3, avatar)]) await rename(event);
    expect(await people.find(anna)).not.toHaveProperty('avatar');
  });
});

describe('announceFollower and forgetFollower', () => {
  const followed = (version: number, at = noon) => arrived(UserFollowed, { version, at });
  const unfollowed = (version: number) => arrived(UserUnfollowed, { version });
  const following = async ({ followers }: ReturnType<typeof setUp>) =>
    (await followers.list(anna, { limit: 9 })).items;

  it('tell the person who is followed once, however often the event comes', async () => {
    const house = setUp();
    await house.follow(followed(1), context);
    await house.follow(followed(1), context);
    expect(house.texts()).toEqual([[anna, 'Ben follows you now.']]);
    expect(await following(house)).toEqual([ben]);
  });

  it('tell nobody of a follower who is leaving, and keep the pair for their return', async () => {
    const house = setUp();
    await house.people.noteLeaving({ userId: ben, leavingUntil: '2026-12-05T12:00:00.000Z', version: 2 });
    for (let times = 0; times < 2; times += 1) await house.follow(followed(1), context);
    expect([house.texts(), await following(house)]).toEqual([[], [ben]]);
  });

  it('end in the newest state when the events come reversed, and then tell nothing', async () => {
    const house = setUp();
    await house.unfollow(unfollowed(2));
    await house.follow(followed(1), context);
    await house.unfollow(unfollowed(2));
    expect(await following(house)).toEqual([]);
    expect(house.texts()).toEqual([]);
  });

  it('announce somebody who left and came back only once', async () => {
    const house = setUp();
    await house.follow(followed(1), context);
    await house.unfollow(unfollowed(2));
    await house.follow(followed(3, '2026-11-22T12:00:00.000Z'), context);
    await house.follow(followed(1), context);
    expect(await following(house)).toEqual([ben]);
    expect(house.texts()).toHaveLength(1);
  });
});

describe('announcePhoto and tellFollowers', () => {
  const follower = (n: number) => `5d1b1a52-3f0e-4c41-8a35-6b0f2f0f${9000 + n}`;
  /** Their ids begin with every digit, as random ones do. */
  const crowd = Array.from({ length: 2400 }, (_, n) => follower(n))
    .map((id, n) => `${((n * 1_777_777) % 16 ** 8).toString(16).padStart(8, '0')}${id.slice(8)}`)
    .sort();
  const withFollowers = async (count: number, idOf = follower) => {
    const house = setUp();
    await house.people.rememberName({ userId: anna, handle: 'anna', displayName: 'Anna', version: 1 });
    for (let n = 0; n < count; n += 1)
      await house.followers.remember({
        followerId: idOf(n),
        followeeId: anna,
        active: true,
        version: 1,
        occurredAt: noon,
      });
    return house;
  };

  it('tell every follower once in pages, however often the event comes', async () => {
    const { publish, drain, texts, mails, notices, mailQueue } = await withFollowers(250);
    await publish(arrived(MediaPublished), context);
    await publish(arrived(MediaPublished), context);
    await drain();
    expect(texts()).toHaveLength(250);
    expect(texts()[0]).toEqual([follower(0), 'Anna published “First snow”.']);
    expect(new Set(mails.map(({ id }) => id)).size).toBe(250);
    expect(notices.all().every(({ createdAt }) => createdAt === '2026-11-21T09:30:00.000Z')).toBe(true);
    expect(mailQueue.enqueue.mock.calls.map(([keys]) => keys.length)).toEqual([100, 100, 100, 100, 50, 50]);
  });

  it('tell a crowd by ranges at the same time, each of them once', async () => {
    const { publish, drain, texts, mails, fanOuts, tell } = await withFollowers(2400, (n) => crowd[n] ?? '');
    await publish(arrived(MediaPublished), context);
    const [first] = fanOuts.splice(0);
    if (first) await tell(first, context);
    expect(fanOuts).toHaveLength(16);
    fanOuts.reverse();
    await drain();
    expect(
      texts()
        .map(([userId]) => userId)
        .sort(),
    ).toEqual(crowd);
    expect(mails).toHaveLength(2400);
  });

  it('tell nobody any more once the author is gone, also in the middle of the pages', async () => {
    const { publish, drain, texts, people, fanOuts, tell } = await withFollowers(150);
    await publish(arrived(MediaPublished), context);
    const [first] = fanOuts.splice(0);
    if (first) await tell(first, context);
    await people.forget(anna, new Date(noon));
    await drain();
    expect(texts()).toHaveLength(100);
  });

  it('tell nobody any more once the photo was hidden, also in the middle of the pages', async () => {
    const { publish, drain, texts, photos, fanOuts, tell } = await withFollowers(150);
    await publish(arrived(MediaPublished, { version: 4 }), context);
    const [first] = fanOuts.splice(0);
    if (first) await tell(first, context);
    expect(texts()).toHaveLength(100);
    await photos.remember({ mediaId: MediaPublished.example.mediaId, isPublic: false, version: 5 });
    await drain();
    await publish(arrived(MediaPublished, { version: 4 }), context);
    await drain();
    expect(texts()).toHaveLength(100);
    await publish(arrived(MediaPublished, { version: 6 }), context);
    await drain();
    expect(texts()).toHaveLength(150);
  });

  it('tell nobody any more while the owner is leaving, whichever word of it comes last', async () => {
    const { publish, drain, texts, fanOuts, tell, noteLeaving } = await withFollowers(150);
    await publish(arrived(MediaPublished), context);
    const [first] = fanOuts.splice(0);
    if (first) await tell(first, context);
    const left = arrived(UserLeft, { version: 2, data: { ...UserLeft.example, userId: anna } });
    const returned = arrived(UserReturned, { version: 3, data: { userId: anna } });
    for (let i = 0; i < 2; i += 1) await noteLeaving(left);
    await drain();
    await publish(arrived(MediaPublished), context);
    await drain();
    expect(texts()).toHaveLength(100);
    for (const event of [returned, left]) await noteLeaving(event);
    await publish(arrived(MediaPublished), context);
    await drain();
    expect(texts()).toHaveLength(150);
  });

  it('tell nobody who no longer follows, and nobody again when a hidden photo is shown again', async () => {
    const { followers, publish, drain, texts } = await withFollowers(2);
    await followers.remember({
      followerId: follower(1),
      followeeId: anna,
      active: false,
      version: 2,
      occurredAt: noon,
    });
    await publish(arrived(MediaPublished), context);
    await drain();
    await publish(arrived(MediaPublished, { version: 7, at: '2026-11-23T12:00:00.000Z' }), context);
    await drain();
    expect(texts().map(([userId]) => userId)).toEqual([follower(0)]);
  });
});

describe('announceRejection', () => {
  it('tells the owner why, once', async () => {
    const { reject, texts, mails } = setUp();
    await reject(arrived(MediaRejected), context);
    await reject(arrived(MediaRejected), context);
    expect(texts()).toEqual([
      [anna, '“First snow” cannot be shown. The file is damaged or is not a picture.'],
    ]);
    expect(new Set(mails.map(({ id }) => id)).size).toBe(1);
  });
});

describe('announceDownload', () => {
  it('tells who asked for their photos what became of it, once each, in the app and by a mail', async () => {
    const { settle, texts, mails, notices } = setUp();
    for (const event of [arrived(DownloadPacked), arrived(DownloadPacked), arrived(DownloadFailed)])
      await settle(event, context);
    expect(texts().sort()).toEqual([
      [anna, 'Your 312 photos are packed, to be taken along for a day.'],
      [anna, 'Your photos could not be packed. Please ask for them again.'],
    ]);
    expect(new Set(mails.map(({ id }) => id)).size).toBe(2);
    expect(notices.all().map(({ facts }) => pathOf(facts))).toContain(
      `/downloads/${DownloadPacked.example.downloadId}`,
    );
  });

  it('tells of each download, also of two that end at the same time', async () => {
    const { settle, texts } = setUp();
    await settle(arrived(DownloadPacked), context);
    await settle(
      arrived(DownloadPacked, {
        data: { ...DownloadPacked.example, downloadId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CX' },
      }),
      context,
    );
    expect(texts()).toHaveLength(2);
  });
});

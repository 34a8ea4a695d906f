import { CommentAdded } from '@shutterbus/contracts/events/comments';
import { MediaLiked } from '@shutterbus/contracts/events/likes';
import { MediaPublished, MediaRejected } from '@shutterbus/contracts/events/media';
import { UserFollowed, UserRegistered } from '@shutterbus/contracts/events/users';
import { memoryAddresses } from '../adapters/memory-addresses.ts';
import { memoryAnswers } from '../adapters/memory-answers.ts';
import { memoryFollowers } from '../adapters/memory-followers.ts';
import { memoryIllustrations } from '../adapters/memory-illustrations.ts';
import { memoryNotices } from '../adapters/memory-notices.ts';
import { memoryPeople } from '../adapters/memory-people.ts';
import { memoryPhotos } from '../adapters/memory-photos.ts';
import { memoryPictures } from '../adapters/memory-pictures.ts';
import { memoryPublications } from '../adapters/memory-publications.ts';
import type { FanOut } from '../fan-out.ts';
import { anna, arrived, ben, carla, mediaId, noon, trace } from '../notices.fixture.ts';
import { makeNotify } from '../notify.ts';
import type { Mail, NoticeKey } from '../ports.ts';
import { makeTellOwner } from '../tell-owner.ts';
import { makeAnnounceComment } from './announce-comment.ts';
import { makeAnnounceFollower } from './announce-follower.ts';
import { makeAnnounceLike } from './announce-like.ts';
import { makeAnnouncePhoto } from './announce-photo.ts';
import { makeAnnounceRejection } from './announce-rejection.ts';
import { makeListNotifications } from './list-notifications.ts';
import { makeLookForNews } from './look-for-news.ts';
import { makeSendMail } from './send-mail.ts';
import { makeSetPreferences } from './set-preferences.ts';
import { makeTellFollowers } from './tell-followers.ts';
import { makeWelcomePerson } from './welcome-person.ts';

/** Anna, her photo, and Ben and Carla, of whom she hears; whatever is queued is worked off when it is asked for. */
async function setUp() {
  const clock = () => new Date(noon);
  const [notices, people, followers] = [memoryNotices(clock), memoryPeople(), memoryFollowers()];
  const [photos, pictures, publications] = [memoryPhotos(), memoryPictures(), memoryPublications()];
  const mails = new Map<string, NoticeKey>();
  const fanOuts: FanOut[] = [];
  const sent: Mail[] = [];
  const mailQueue = {
    enqueue: async (keys: readonly NoticeKey[]) => {
      for (const key of keys) mails.set(key.id, key);
    },
  };
  const fanOutQueue = { enqueue: async (more: readonly FanOut[]) => void fanOuts.push(...more) };
  const notify = makeNotify({ people, notices, mailQueue });
  const tellOwner = makeTellOwner({ answers: memoryAnswers(), people, pictures, notices, notify });
  const sendMail = makeSendMail({
    ...{ notices, people, photos, publications, pictures, clock, addresses: memoryAddresses() },
    mailer: { send: async (mail) => void sent.push(mail) },
    webOrigin: async () => 'https://photos.example.com',
    newId: () => mediaId,
    newKey: () => 'key',
  });
  const list = makeListNotifications({
    ...{ notices, people, illustrations: memoryIllustrations(people, pictures) },
    strangers: { lookLater: async () => undefined },
  });
  const tell = makeTellFollowers({ followers, people, photos, publications, notices, notify, fanOutQueue });
  await people.rememberAddress({ userId: anna, email: 'anna@example.com', version: 1 });
  await people.rememberName({ userId: ben, handle: 'ben', displayName: 'Ben', version: 1 });
  await followers.remember({
    followerId: anna,
    followeeId: ben,
    active: true,
    version: 1,
    occurredAt: '2026-01-01T00:00:00.000Z',
  });
  const like = makeAnnounceLike({ tellOwner });
  const announce = makeAnnouncePhoto({ people, publications, pictures, fanOutQueue });
  const photoOf = (id: string) => ({ ...MediaPublished.example, ownerId: ben, mediaId: id });
  return {
    notices,
    sent,
    set: (channel: 'app' | 'mail', kind: string, wanted: boolean) =>
      makeSetPreferences({ people })({ userId: anna, [channel]: { [kind]: wanted } }),
    like: (likerId: string) =>
      like(arrived(MediaLiked, { data: { ...MediaLiked.example, likerId } }), { trace }),
    comment: () => makeAnnounceComment({ tellOwner })(arrived(CommentAdded), { trace }),
    follow: () => makeAnnounceFollower({ followers, people, notify })(arrived(UserFollowed), { trace }),
    welcome: () => makeWelcomePerson({ people, notify })(arrived(UserRegistered), { trace }),
    reject: () => makeAnnounceRejection({ notify })(arrived(MediaRejected), { trace }),
    async publish(id = mediaId) {
      await announce(arrived(MediaPublished, { data: photoOf(id), version: 3 }), { trace });
      for (let next = fanOuts.shift(); next; next = fanOuts.shift()) await tell(next, { trace });
    },
    isMissing: () =>
      makeLookForNews({ notices, people, followers, photos, publications, mails: { waiting: async () => 0 } })
        .ofEvent(arrived(MediaPublished, { data: photoOf(mediaId), version: 3 }))
        .then(({ isMissing }) => isMissing),
    async mailAll() {
      for (const key of mails.values()) await sendMail(key, { trace });
      return sent.length;
    },
    /** What Anna sees in the app. */
    async seen() {
      const page = { limit: 10 };
      const { items, unreadCount } = await list({ userId: anna, trace, page, isReal: true });
      return { texts: items.map(({ text }) => text), unreadCount };
    },
  };
}
type House = Awaited<ReturnType<typeof setUp>>;

const happen: [kind: string, happens: (house: House) => Promise<unknown>][] = [
  ['new-follower', ({ follow }) => follow()],
  ['photo-published', ({ publish }) => publish()],
  ['liked', ({ like }) => like(ben)],
  ['commented', ({ comment }) => comment()],
];
const nothing = { texts: [], unreadCount: 0 };

describe('somebody who chose how to be told', () => {
  it.each(happen)('of %s is told in the app, by mail, both or not at all', async (kind, happens) => {
    const seen: unknown[] = [];
    for (const [app, mail] of [
      [true, true],
      [true, false],
      [false, true],
      [false, false],
    ] as const) {
      const house = await setUp();
      await house.set('app', kind, app);
      await house.set('mail', kind, mail);
      for (let times = 0; times < 2; times += 1) await happens(house);
      const { texts, unreadCount } = await house.seen();
      seen.push([texts.length, unreadCount, await house.mailAll(), house.notices.all().length]);
    }
    expect(seen).toEqual([
      [1, 1, 1, 1],
      [1, 1, 0, 1],
      [0, 0, 1, 1],
      [0, 0, 0, 0],
    ]);
  });

  it('is welcomed and told of a refused photo in any case', async () => {
    const house = await setUp();
    for (const kind of ['welcome', 'photo-rejected'])
      for (const channel of ['app', 'mail'] as const) await house.set(channel, kind, false);
    await house.welcome();
    await house.reject();
    expect((await house.seen()).unreadCount).toBe(2);
    expect(await house.mailAll()).toBe(2);
  });

  it('hears by mail alone of all that came by then', async () => {
    const { set, like, seen, mailAll, sent } = await setUp();
    await set('app', 'liked', false);
    for (const liker of [ben, carla]) await like(liker);
    expect([await seen(), await mailAll()]).toEqual([nothing, 1]);
    expect(sent[0]?.subject).toBe('Ben and 1 other liked “First snow”');
  });

  it('finds what grows in the app, unread, from when they want it there, and as it was from when they do not', async () => {
    const { notices, set, like, seen } = await setUp();
    await set('app', 'liked', false);
    await like(ben);
    expect(await seen()).toEqual(nothing);
    await set('app', 'liked', true);
    await like(carla);
    expect(await seen()).toEqual({ texts: ['Ben and 1 other liked “First snow”.'], unreadCount: 1 });
    await notices.markRead(
      anna,
      notices.all().map(({ id }) => id),
    );
    await set('app', 'liked', false);
    await like('77a3c9d0-1b2c-4d3e-8f40-5a6b7c8d9e34');
    expect(await seen()).toEqual({ texts: ['Ben and 2 others liked “First snow”.'], unreadCount: 0 });
  });

  it('finds of a minute in the app what came after they wanted it there', async () => {
    const { set, publish, seen } = await setUp();
    await set('app', 'photo-published', false);
    await publish();
    expect(await seen()).toEqual(nothing);
    await set('app', 'photo-published', true);
    await publish('01KAJ7Q2M8Z4X6T0V5R3N1B9CE');
    expect(await seen()).toMatchObject({ unreadCount: 1, texts: [expect.stringContaining('1 other photo')] });
  });

  it('is missed by nobody when they want to hear nothing', async () => {
    const { set, isMissing, publish } = await setUp();
    expect(await isMissing()).toBe(true);
    await set('app', 'photo-published', false);
    expect(await isMissing()).toBe(true);
    await set('mail', 'photo-published', false);
    await publish();
    expect(await isMissing()).toBe(false);
  });
});

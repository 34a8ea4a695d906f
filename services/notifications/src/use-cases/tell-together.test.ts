import { MediaPublished } from '@shutterbus/contracts/events/media';
import fc from 'fast-check';
import { memoryAddresses } from '../adapters/memory-addresses.ts';
import { memoryFollowers } from '../adapters/memory-followers.ts';
import { memoryNotices } from '../adapters/memory-notices.ts';
import { memoryPeople } from '../adapters/memory-people.ts';
import { memoryPhotos } from '../adapters/memory-photos.ts';
import { memoryPictures } from '../adapters/memory-pictures.ts';
import { memoryPublications } from '../adapters/memory-publications.ts';
import type { FanOut } from '../fan-out.ts';
import { textOf } from '../notice.ts';
import { anna, arrived, ben, noon, trace } from '../notices.fixture.ts';
import { makeNotify } from '../notify.ts';
import type { Mail, NoticeKey } from '../ports.ts';
import { makeAnnouncePhoto } from './announce-photo.ts';
import { makeSendMail } from './send-mail.ts';
import { makeTellFollowers } from './tell-followers.ts';

const idOf = (n: number) => `01KAJ7Q2M8Z4X6T0V5R3N1B9C${n}`;

/** Anna publishes, one photo a second; Ben follows her. Everything that is queued can be handed over in any order. */
async function setUp() {
  const notices = memoryNotices(() => new Date(noon));
  const [people, followers, photos] = [memoryPeople(), memoryFollowers(), memoryPhotos()];
  await people.rememberName({ userId: anna, handle: 'anna', displayName: 'Anna', version: 1 });
  await people.rememberAddress({ userId: ben, email: 'ben@example.com', version: 1 });
  await followers.remember({
    ...{ followerId: ben, followeeId: anna },
    ...{ active: true, version: 1, occurredAt: noon },
  });
  const fanOuts: FanOut[] = [];
  const mails: NoticeKey[] = [];
  const fanOutQueue = { enqueue: async (more: readonly FanOut[]) => void fanOuts.push(...more) };
  const notify = makeNotify({
    people,
    notices,
    mailQueue: { enqueue: async (keys) => void mails.push(...keys) },
  });
  const [publications, pictures] = [memoryPublications(), memoryPictures()];
  const announce = makeAnnouncePhoto({ people, publications, pictures, fanOutQueue });
  const tell = makeTellFollowers({ followers, people, photos, publications, fanOutQueue, notices, notify });
  const sent: Mail[] = [];
  const sendMail = makeSendMail({
    ...{
      notices,
      people,
      photos,
      publications,
      pictures,
      addresses: memoryAddresses(),
      mailer: { send: async (mail) => void sent.push(mail) },
    },
    webOrigin: async () => 'https://photos.example.com',
    clock: () => new Date(noon),
    newId: () => idOf(9),
    newKey: () => 'key',
  });
  return {
    ...{ notices, people, photos, publications, fanOuts, mails, sent },
    publish: (n: number, seconds = n) => {
      const publishedAt = new Date(Date.parse(noon) + seconds * 1000).toISOString();
      const data = { ...MediaPublished.example, mediaId: idOf(n), title: `Photo ${n}`, publishedAt };
      return announce(arrived(MediaPublished, { data, version: 4 }), { trace });
    },
    hide: (n: number) => photos.remember({ mediaId: idOf(n), isPublic: false, version: 5 }),
    tell: (fanOut: FanOut | undefined) => fanOut && tell(fanOut, { trace }),
    async tellAll() {
      for (let next = fanOuts.shift(); next; next = fanOuts.shift()) await tell(next, { trace });
    },
    async mailAll() {
      for (const key of mails.splice(0)) await sendMail(key, { trace });
    },
    texts: () => notices.all().map(({ facts }) => textOf(facts)),
  };
}

describe('what one person publishes within a minute', () => {
  it('is one notification that grows, and one mail that names it', async () => {
    const { publish, tellAll, mailAll, texts, sent } = await setUp();
    await publish(0);
    await tellAll();
    expect(texts()).toEqual(['Anna published “Photo 0”.']);
    for (const n of [1, 2, 3, 4, 5]) {
      await publish(n);
      await tellAll();
    }
    await mailAll();
    expect(texts()).toEqual(['Anna published “Photo 5” and 5 other photos.']);
    expect(sent.map(({ subject }) => subject)).toEqual(['Anna published “Photo 5” and 5 other photos']);
    expect(sent[0]?.html).toContain(MediaPublished.example.picture?.jpeg?.url);
    expect(sent[0]?.text).toContain('Also: “Photo 4”, “Photo 3”, “Photo 2”, “Photo 1”, “Photo 0”.');
  });

  it('is one mail when it goes before the last, which the app alone tells of', async () => {
    const { publish, tellAll, mailAll, texts, sent } = await setUp();
    for (const n of [0, 1]) {
      await publish(n);
      await tellAll();
      await mailAll();
    }
    expect(texts()).toEqual(['Anna published “Photo 1” and 1 other photo.']);
    expect(sent.map(({ subject }) => subject)).toEqual(['New photo: “Photo 0”']);
  });

  it('is another one a minute later', async () => {
    const { publish, tellAll, texts } = await setUp();
    for (const [n, seconds] of [
      [0, 0],
      [1, 60],
      [2, 61],
    ] as const)
      await publish(n, seconds);
    await tellAll();
    expect(texts()).toEqual(['Anna published “Photo 1” and 1 other photo.', 'Anna published “Photo 2”.']);
  });

  it('costs one telling when the others have not begun, since the last one says of all', async () => {
    const { publish, fanOuts, tell, texts, mails } = await setUp();
    for (const n of [0, 1, 2]) await publish(n);
    const [first, second, last] = fanOuts;
    await tell(first);
    await tell(second);
    expect(texts()).toEqual([]);
    await tell(last);
    expect(texts()).toEqual(['Anna published “Photo 2” and 2 other photos.']);
    expect(mails).toHaveLength(1);
  });

  it('is told without what was hidden meanwhile, and not at all when that is everything', async () => {
    const { publish, hide, tellAll, texts } = await setUp();
    for (const n of [0, 1, 2]) await publish(n);
    await hide(2);
    await hide(0);
    await tellAll();
    expect(texts()).toEqual(['Anna published “Photo 1”.']);
    await publish(3, 100);
    await hide(3);
    await tellAll();
    expect(texts()).toHaveLength(1);
  });

  it('tells, also by mail, of what comes after a photo that was told and hidden', async () => {
    const { publish, hide, tellAll, mailAll, texts, sent } = await setUp();
    await publish(0);
    await tellAll();
    await hide(0);
    await publish(1, 30);
    await tellAll();
    await mailAll();
    expect(texts()).toEqual(['Anna published “Photo 1”.']);
    expect(sent.map(({ subject }) => subject)).toEqual(['New photo: “Photo 1”']);
  });

  it('is nothing any more of an author who has gone', async () => {
    const { publish, people, publications, fanOuts } = await setUp();
    await people.forget(anna, new Date(noon));
    await publish(0);
    const photo = { ownerId: anna, mediaId: idOf(0), publishedAt: noon };
    expect([fanOuts, await publications.find(photo)]).toEqual([[], undefined]);
  });

  it('is forgotten again of an author who goes while it is put together', async () => {
    const { publish, people, publications, fanOuts } = await setUp();
    const { remember } = publications;
    jest.spyOn(publications, 'remember').mockImplementation(async (publication) => {
      await people.forget(anna, new Date(noon));
      await publications.forget(anna);
      return remember(publication);
    });
    await publish(0);
    const photo = { ownerId: anna, mediaId: idOf(0), publishedAt: noon };
    expect([fanOuts, await publications.find(photo)]).toEqual([[], undefined]);
  });

  it('ends in one notification of all and one mail, whatever comes in whatever order and how often', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 0, 1, 1, 2, 3, 4, 5], { minLength: 8 }),
        fc.infiniteStream(fc.nat(3)),
        async (order, dice) => {
          const { publish, fanOuts, tell, mailAll, texts, sent } = await setUp();
          const roll = () => dice.next().value ?? 0;
          for (const n of order) {
            await publish(n);
            // Some are told at once, in any order, some twice; mails go in between.
            if (roll() === 0) await tell(fanOuts[roll() % fanOuts.length]);
            if (roll() === 0) await mailAll();
          }
          for (const fanOut of [...fanOuts, ...fanOuts].reverse()) await tell(fanOut);
          await mailAll();
          expect(texts()).toEqual(['Anna published “Photo 5” and 5 other photos.']);
          expect(sent).toHaveLength(1);
        },
      ),
    );
  });
});

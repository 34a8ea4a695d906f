import { MediaLiked } from '@shutterbus/contracts/events/likes';
import fc from 'fast-check';
import { tellingOwners } from '../adapters/memory-tell-owner.fixture.ts';
import { anna, arrived, ben, carla, mediaId, noon, trace } from '../notices.fixture.ts';
import type { NoticeKey } from '../ports.ts';
import { makeAnnounceLike } from './announce-like.ts';

async function setUp() {
  const { tellOwner, ...told } = await tellingOwners();
  const announce = makeAnnounceLike({ tellOwner });
  return {
    ...{ ...told, announce },
    like: (likerId: string, at = noon) =>
      announce(arrived(MediaLiked, { data: { ...MediaLiked.example, likerId }, at }), { trace }),
  };
}
const person = (n: number) => `5d1b1a52-3f0e-4c41-8a35-6b0f2f0f${9000 + n}`;

describe('announceLike', () => {
  it('tells the owner of the first by name, and of the others by number, with one mail', async () => {
    const { like, texts, mails, notices } = await setUp();
    await like(ben);
    await like(ben);
    expect(texts()).toEqual([[anna, 'Ben liked “First snow”.']]);
    await like(person(0));
    expect(mails).toHaveLength(2);
    await notices.claimMail(mails[0] as NoticeKey, 30);
    mails.length = 0;
    await like(carla);
    expect(texts()).toEqual([[anna, 'Ben and 2 others liked “First snow”.']]);
    for (let n = 0; n < 150; n += 1) await like(person(n));
    expect(texts()).toEqual([[anna, 'Ben and more than 98 others liked “First snow”.']]);
    expect(mails).toEqual([]);
  });

  it('learns what shows the photo, and does without', async () => {
    const { like, pictures, announce } = await setUp();
    const { picture, ...data } = MediaLiked.example;
    await announce(arrived(MediaLiked, { data }), { trace });
    expect(await pictures.find(mediaId)).toBeUndefined();
    await like(ben);
    expect(await pictures.find(mediaId)).toEqual(picture);
  });

  it('tells once more the next day', async () => {
    const { like, texts } = await setUp();
    await like(ben);
    await like(carla, '2026-11-22T08:00:00.000Z');
    expect(texts().map(([, text]) => text)).toEqual([
      'Ben liked “First snow”.',
      'Somebody liked “First snow”.',
    ]);
  });

  it('tells of nobody who is gone or leaving, and names nobody who is so by now', async () => {
    const { like, people, texts } = await setUp();
    const leavingUntil = '2026-12-05T12:00:00.000Z';
    await people.forget(carla, new Date(noon));
    await people.noteLeaving({ userId: ben, leavingUntil, version: 2 });
    for (const likerId of [ben, carla]) await like(likerId);
    expect(texts()).toEqual([]);
    await people.noteLeaving({ userId: ben, version: 3 });
    await like(ben);
    await people.noteLeaving({ userId: ben, leavingUntil, version: 4 });
    await like(person(0));
    expect(texts()).toEqual([[anna, 'Somebody and 1 other liked “First snow”.']]);
  });

  it('keeps nothing for an owner who has gone, also at this moment', async () => {
    const { like, people, notices } = await setUp();
    const { add } = notices;
    jest.spyOn(notices, 'add').mockImplementation(async (told) => {
      await people.forget(anna, new Date(noon));
      return add(told);
    });
    for (const likerId of [ben, carla]) await like(likerId);
    expect(notices.all()).toEqual([]);
  });

  it('ends in one notification that counts each once, whatever comes in whatever order and how often', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5), { minLength: 1, maxLength: 20 }), async (order) => {
        const { like, notices, mails } = await setUp();
        await Promise.all(order.map((n) => like(person(n))));
        expect(notices.all().map(({ facts }) => facts)).toMatchObject([
          { kind: 'liked', others: new Set(order).size - 1 },
        ]);
        expect(await notices.countUnread(anna)).toBe(1);
        expect(new Set(mails.map(({ id }) => id)).size).toBe(1);
      }),
    );
  });
});

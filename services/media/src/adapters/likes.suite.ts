import { createEvent } from '@shutterbus/contracts/event';
import { MediaLiked } from '@shutterbus/contracts/events/likes';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { ConcurrentChangeError } from '../errors.ts';
import { type Like, likeId } from '../like.ts';
import type { AnswerCountRepository, LikeRepository } from '../ports.ts';
import { anna, ben } from '../test-world.ts';

const carla = '77a3c9d0-1b2c-4d3e-8f40-5a6b7c8d9e33';
const people = [anna, ben, carla];
const [first, second] = ['01KAJ7Q2M8Z4X6T0V5R3N1B9C1', '01KAJ7Q2M8Z4X6T0V5R3N1B9C2'];
const changedAt = '2026-11-21T10:00:00.000Z';

const told = (like: Like) =>
  createEvent(MediaLiked, {
    eventId: ulid(),
    occurredAt: changedAt,
    aggregateId: likeId(like),
    aggregateVersion: like.version,
    trace: { correlationId: 'correlation', causationId: 'cause' },
    data: MediaLiked.example,
  });

interface Made {
  likes: LikeRepository;
  counts: AnswerCountRepository;
  /** Removes the photo, as far as counting goes. */
  remove: (mediaId: string) => Promise<void>;
  outbox: () => Promise<string[]>;
}

/** What every LikeRepository does. */
export function behavesAsLikes(make: () => Promise<Made>): void {
  const like = (mediaId: string, likerId: string, version = 1, active = true): Like => ({
    mediaId,
    likerId,
    active,
    changedAt,
    version,
  });
  /** As the use case does it. */
  async function turn({ likes }: Made, mediaId: string, likerId: string, active: boolean): Promise<void> {
    const before = await likes.find({ mediaId, likerId });
    if ((before?.active ?? false) === active) return;
    const after = like(mediaId, likerId, (before?.version ?? 0) + 1, active);
    await likes.save(before, after, [told(after)]);
  }

  it('saves a like, its count and its event together, and none of them over another write', async () => {
    const made = await make();
    const { likes, counts, outbox } = made;
    const [on, off] = [like(first, ben), like(first, ben, 2, false)];
    expect(await likes.find(on)).toBeUndefined();
    await likes.save(undefined, on, [told(on)]);
    for (const before of [undefined, off])
      await expect(likes.save(before, off, [told(off)])).rejects.toThrow(ConcurrentChangeError);
    expect(await likes.find(on)).toEqual(on);
    expect(await counts.findMany([first, second])).toEqual(new Map([[first, { likes: 1, comments: 0 }]]));
    expect(await outbox()).toEqual(['MediaLiked']);
  });

  it('counts nothing any more for a photo that is gone', async () => {
    const made = await make();
    await turn(made, first, ben, true);
    await made.remove(first);
    await expect(turn(made, first, carla, true)).rejects.toThrow(ConcurrentChangeError);
    await expect(turn(made, first, ben, false)).rejects.toThrow(ConcurrentChangeError);
    expect(await made.likes.find({ mediaId: first, likerId: carla })).toBeUndefined();
    expect(await made.outbox()).toHaveLength(1);
  });

  it('removes a like for good, with its count while it is one and with its event, and not over another write', async () => {
    const made = await make();
    const { likes, counts, outbox } = made;
    for (const likerId of [anna, ben]) await turn(made, first, likerId, true);
    await turn(made, first, anna, false);
    const [ended, active] = [like(first, anna, 2, false), like(first, ben)];
    await expect(likes.remove({ ...active, version: 2 }, [told(active)])).rejects.toThrow(
      ConcurrentChangeError,
    );
    expect((await counts.findMany([first])).get(first)?.likes).toBe(1);
    await likes.remove(active, [told(active)]);
    await likes.remove(ended, []);
    await expect(likes.remove(active, [told(active)])).rejects.toThrow(ConcurrentChangeError);
    expect((await counts.findMany([first])).get(first)?.likes).toBe(0);
    expect(await likes.find(active)).toBeUndefined();
    expect(await likes.find(ended)).toBeUndefined();
    expect(await outbox()).toHaveLength(4);
  });

  it('finds some likes of a person, ended ones too, and drops one whose photo is gone', async () => {
    const made = await make();
    for (const mediaId of [first, second]) await turn(made, mediaId, ben, true);
    await turn(made, second, ben, false);
    await turn(made, second, anna, true);
    const ids = async () => (await made.likes.someOf(ben, 5)).map(({ mediaId }) => mediaId).sort();
    expect(await ids()).toEqual([first, second]);
    expect(await made.likes.someOf(ben, 1)).toHaveLength(1);
    await made.remove(first);
    for (let i = 0; i < 2; i += 1) await made.likes.drop({ mediaId: first, likerId: ben });
    expect(await ids()).toEqual([second]);
    expect(await made.likes.someOf(anna, 5)).toHaveLength(1);
  });

  it('finds what a person likes among photos', async () => {
    const made = await make();
    await turn(made, first, ben, true);
    await turn(made, second, ben, true);
    await turn(made, second, ben, false);
    await turn(made, second, anna, true);
    expect(await made.likes.likedAmong(ben, [first, second])).toEqual([first]);
    expect(await made.likes.likedAmong(carla, [first, second])).toEqual([]);
    expect(await made.likes.likedAmong(ben, [])).toEqual([]);
  });

  it('counts who likes it, whatever comes in whatever order, twice and at once', async () => {
    const steps = fc.array(
      fc.record({
        mediaId: fc.constantFrom(first, second),
        likerId: fc.constantFrom(...people),
        active: fc.boolean(),
        times: fc.integer({ min: 1, max: 3 }),
      }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (asked) => {
        const made = await make();
        const liked = new Map<string, Set<string>>([first, second].map((id) => [id, new Set()]));
        for (const { mediaId, likerId, active, times } of asked) {
          // Requests of one person that come at once: some of them meet, none of them counts twice.
          const attempts = Array.from({ length: times }, () => turn(made, mediaId, likerId, active));
          const outcomes = await Promise.allSettled(attempts);
          for (const outcome of outcomes)
            if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ConcurrentChangeError);
          liked.get(mediaId)?.[active ? 'add' : 'delete'](likerId);
          const counted = await made.counts.findMany([first, second]);
          for (const [id, likers] of liked) expect(counted.get(id)?.likes ?? 0).toBe(likers.size);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('counts people who come at once, each exactly once', async () => {
    const made = await make();
    const crowd = Array.from({ length: 20 }, (_, n) => `5d1b1a52-3f0e-4c41-8a35-6b0f2f0f90${n + 10}`);
    await Promise.all(crowd.map((likerId) => turn(made, first, likerId, true)));
    await Promise.all(crowd.slice(0, 7).map((likerId) => turn(made, first, likerId, false)));
    expect(await made.counts.findMany([first])).toEqual(new Map([[first, { likes: 13, comments: 0 }]]));
    expect(await made.outbox()).toHaveLength(27);
  });
}

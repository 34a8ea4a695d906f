import { createEvent } from '@shutterbus/contracts/event';
import { CommentAdded } from '@shutterbus/contracts/events/comments';
import fc from 'fast-check';
import { ulid } from 'ulid';
import type { Comment } from '../comment.ts';
import { ConcurrentChangeError } from '../errors.ts';
import type { AnswerCountRepository, CommentRepository } from '../ports.ts';
import { anna, ben } from '../test-world.ts';

const [first, second] = ['01KAJ7Q2M8Z4X6T0V5R3N1B9C1', '01KAJ7Q2M8Z4X6T0V5R3N1B9C2'];
const createdAt = '2026-11-21T10:00:00.000Z';

const told = () =>
  createEvent(CommentAdded, {
    ...{ eventId: ulid(), occurredAt: createdAt, aggregateId: 'comment', aggregateVersion: 1 },
    trace: { correlationId: 'correlation', causationId: 'cause' },
    data: CommentAdded.example,
  });

interface Made {
  comments: CommentRepository;
  counts: AnswerCountRepository;
  /** Removes the photo, as far as counting goes. */
  remove: (mediaId: string) => Promise<void>;
  outbox: () => Promise<string[]>;
}

/** What every CommentRepository does. */
export function behavesAsComments(make: () => Promise<Made>): void {
  const comment = (number: number, changes: Partial<Comment> = {}): Comment => ({
    commentId: `01KAJ7Q2M8Z4X6T0V5R3N1C${String(number).padStart(3, '0')}`,
    mediaId: first,
    authorId: ben,
    text: 'What a light!',
    createdAt,
    ...changes,
  });

  it('adds and removes a comment with its count and its event, each once', async () => {
    const { comments, counts, outbox } = await make();
    await comments.add(comment(1), [told()]);
    expect(await comments.find(comment(1))).toEqual(comment(1));
    expect(await comments.find({ ...comment(1), mediaId: second })).toBeUndefined();
    expect((await counts.findMany([first])).get(first)).toEqual({ likes: 0, comments: 1 });
    await comments.remove(comment(1), [told()]);
    await expect(comments.remove(comment(1), [told()])).rejects.toThrow(ConcurrentChangeError);
    expect(await comments.find(comment(1))).toBeUndefined();
    expect((await counts.findMany([first])).get(first)).toEqual({ likes: 0, comments: 0 });
    expect(await outbox()).toHaveLength(2);
  });

  it('finds some comments of a person, and drops one whose photo is gone', async () => {
    const { comments, remove } = await make();
    for (const one of [comment(1), comment(2, { mediaId: second }), comment(3, { authorId: anna })])
      await comments.add(one, [told()]);
    const ids = async () => (await comments.someOf(ben, 5)).map(({ mediaId }) => mediaId).sort();
    expect(await ids()).toEqual([first, second]);
    expect(await comments.someOf(ben, 1)).toHaveLength(1);
    await remove(first);
    for (let i = 0; i < 2; i += 1) await comments.drop(comment(1));
    expect(await ids()).toEqual([second]);
    expect(await comments.find(comment(3))).toEqual(comment(3, { authorId: anna }));
  });

  it('lets a key stand for one comment, of each person apart', async () => {
    const { comments, outbox } = await make();
    const claimOf = ({ commentId, mediaId, authorId }: Comment) => ({
      ...{ commentId, mediaId, authorId },
      key: 'key-1',
      asked: 'digest',
    });
    const adding = [1, 2, 3].map((n) => comments.add(comment(n), [told()], claimOf(comment(n))));
    const outcomes = (await Promise.allSettled(adding)).map(({ status }) => status);
    expect(outcomes.filter((status) => status === 'fulfilled')).toHaveLength(1);
    const claim = await comments.claimOf(ben, 'key-1');
    expect((await comments.list(first, { limit: 5 })).items.map(({ commentId }) => commentId)).toEqual([
      claim?.commentId,
    ]);
    expect(await comments.claimOf(anna, 'key-1')).toBeUndefined();
    await comments.add(comment(4, { authorId: anna }), [], claimOf(comment(4, { authorId: anna })));
    expect(await outbox()).toHaveLength(1);
  });

  it('takes none for a photo that is gone, and none away', async () => {
    const { comments, remove } = await make();
    await comments.add(comment(1), []);
    await remove(first);
    await expect(comments.add(comment(2), [])).rejects.toThrow(ConcurrentChangeError);
    await expect(comments.remove(comment(1), [])).rejects.toThrow(ConcurrentChangeError);
  });

  it('lists those of one photo, newest first, in pages that neither repeat nor skip', async () => {
    const { comments } = await make();
    for (const number of [2, 1, 3]) await comments.add(comment(number), []);
    await comments.add(comment(4, { mediaId: second }), []);
    const pageOne = await comments.list(first, { limit: 2 });
    const pageTwo = await comments.list(first, { limit: 2, cursor: pageOne.nextCursor });
    const numbers = [...pageOne.items, ...pageTwo.items].map(({ commentId }) => commentId.slice(-1));
    expect(numbers).toEqual(['3', '2', '1']);
    expect(pageTwo.nextCursor).toBeUndefined();
  });

  it('counts what is there, whatever is added and removed in whatever order, twice and at once', async () => {
    const steps = fc.array(
      fc.record({ number: fc.nat(4), add: fc.boolean(), times: fc.integer({ min: 1, max: 3 }) }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (asked) => {
        const { comments, counts } = await make();
        for (const { number, add, times } of asked) {
          const one = comment(number);
          const isThere = (await comments.find(one)) !== undefined;
          if (isThere === add) continue;
          const attempts = Array.from({ length: add ? 1 : times }, () =>
            add ? comments.add(one, []) : comments.remove(one, []),
          );
          await Promise.allSettled(attempts);
          const { items } = await comments.list(first, { limit: 50 });
          expect((await counts.findMany([first])).get(first)?.comments).toBe(items.length);
        }
      }),
      { numRuns: 15 },
    );
  });
}

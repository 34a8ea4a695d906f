import type { Trace } from '@shutterbus/contracts/event';
import type { FanOut } from '../fan-out.ts';
import { letGrow } from '../let-grow.ts';
import type { PublishedFacts } from '../notice.ts';
import type { Notify } from '../notify.ts';
import type {
  FanOutQueue,
  FollowerRepository,
  NoticeRepository,
  PersonRepository,
  PhotoRepository,
  PublicationRepository,
} from '../ports.ts';
import { isToBeSeen, stillPublished } from '../still-to-tell.ts';

export interface TellFollowersDeps {
  followers: FollowerRepository;
  people: PersonRepository;
  photos: Pick<PhotoRepository, 'wasHiddenSince'>;
  publications: Pick<PublicationRepository, 'find'>;
  notices: Pick<NoticeRepository, 'tellOfMore'>;
  fanOutQueue: FanOutQueue;
  notify: Notify;
}

/** Few enough for a few seconds of work, so that a repeated page costs little. */
const followersPerPage = 100;

/**
 * Tells one page of followers of a publication, with what else came in its minute, and queues the rest: after the first page of a
 * crowd as ranges that are told at the same time, or else as the next page. It ends where a later photo of that minute has a telling
 * of its own, which says of all; where all of it was hidden or deleted; and where the author is gone or leaving. A photo that was hidden and
 * shown again keeps the time of its first publication, so each follower hears of it once. Safe to repeat.
 */
export function makeTellFollowers({ followers, people, photos, publications, ...deps }: TellFollowersDeps) {
  const { notices, fanOutQueue, notify } = deps;
  return async (fanOut: FanOut, { trace }: { trace: Trace }): Promise<void> => {
    const { ownerId, cursor, until } = fanOut;
    const told = await whatToTell(fanOut);
    if (told === undefined) return;
    const [owner, page] = await Promise.all([
      people.find(ownerId),
      followers.list(ownerId, { limit: followersPerPage, cursor, until }),
    ]);
    if (!isToBeSeen(owner)) return;
    const facts = { ...told.facts, ownerDisplayName: owner?.displayName };
    const stored = await notify({ userIds: page.items, facts, at: told.since, queuesMail: true, trace });
    await letGrow(notices, stored, facts);
    const { nextCursor } = page;
    if (nextCursor === undefined) return;
    const rest = cursor === undefined ? followers.rangesAfter(nextCursor) : [{ cursor: nextCursor, until }];
    await fanOutQueue.enqueue(
      rest.map((range) => ({ ...fanOut, ...range })),
      trace,
    );
  };

  /** What is still to be seen of the photo's minute, the newest first; undefined when there is nothing to tell. */
  async function whatToTell(fanOut: FanOut): Promise<{ since: string; facts: PublishedFacts } | undefined> {
    const { mediaId, ownerId, title, publishedAt, version, together } = fanOut;
    const alone = { firstId: mediaId, since: publishedAt, photos: [{ mediaId, title, version }] };
    const { firstId, since, photos: batch } = (await publications.find(fanOut)) ?? alone;
    if (together !== undefined && together < batch.length) return undefined;
    const facts = await stillPublished(photos, ownerId, { firstId, photos: batch });
    return facts && { since, facts };
  }
}

import type { Facts, PublishedFacts } from './notice.ts';
import type {
  Person,
  PersonRepository,
  PhotoRepository,
  PublicationBatch,
  PublicationRepository,
} from './ports.ts';

/** Whether others are told of somebody: not of who is gone, nor of who is leaving. */
export const isToBeSeen = (person: Pick<Person, 'gone' | 'leavingUntil'> | undefined): boolean =>
  person?.gone !== true && person?.leavingUntil === undefined;

/** Whoever wants to know more looks. */
const titlesAtMost = 5;

/** `version` is absent in what an earlier release put into the queue. */
type Told = Pick<PublicationBatch, 'firstId'> & {
  photos: readonly (Pick<PublicationBatch['photos'][number], 'mediaId' | 'title'> & {
    version?: number | undefined;
  })[];
};

/** What is still to be seen of photos that came together, the newest first; undefined when that is nothing. */
export async function stillPublished(
  photos: Pick<PhotoRepository, 'wasHiddenSince'>,
  ownerId: string,
  { firstId, photos: batch }: Told,
): Promise<PublishedFacts | undefined> {
  const hidden = await Promise.all(
    batch.map(({ mediaId, version }) => version !== undefined && photos.wasHiddenSince(mediaId, version)),
  );
  const [newest, ...others] = batch.filter((_, n) => !hidden[n]).reverse();
  if (newest === undefined) return undefined;
  return {
    kind: 'photo-published',
    ownerId,
    mediaId: newest.mediaId,
    title: newest.title,
    others: others.length,
    together: batch.length,
    otherTitles: others.slice(0, titlesAtMost).map(({ title }) => title),
    firstId,
  };
}

export interface StillToTellDeps {
  people: Pick<PersonRepository, 'find'>;
  photos: Pick<PhotoRepository, 'wasHiddenSince'>;
  publications: Pick<PublicationRepository, 'find'>;
}

/**
 * What may be said at this moment of what a notification tells: nothing of a photo that was hidden or deleted since, and of nobody who is gone or
 * leaving. What concerns its reader alone stays as it is.
 * @returns undefined when that leaves nothing
 */
export function makeStillToTell({ people, photos, publications }: StillToTellDeps) {
  /** By the newest word on it, whichever version of the photo that was. */
  const isHidden = (mediaId: string) => photos.wasHiddenSince(mediaId, 0);
  const find = async (userId: string | undefined) => (userId === undefined ? undefined : people.find(userId));

  async function ofPublished(told: PublishedFacts, since: string): Promise<Facts | undefined> {
    const { ownerId, mediaId, firstId = mediaId } = told;
    const [owner, batch] = await Promise.all([
      find(ownerId),
      ownerId === undefined
        ? undefined
        : publications.find({ ownerId, mediaId: firstId, publishedAt: since }),
    ]);
    if (!isToBeSeen(owner)) return undefined;
    if (ownerId === undefined || batch === undefined) return (await isHidden(mediaId)) ? undefined : told;
    const facts = await stillPublished(photos, ownerId, batch);
    return facts && { ...facts, ownerDisplayName: owner?.displayName ?? told.ownerDisplayName };
  }

  return async (facts: Facts, since: string): Promise<Facts | undefined> => {
    switch (facts.kind) {
      case 'welcome':
      case 'photo-rejected':
      case 'download-packed':
      case 'download-failed':
        return facts;
      case 'new-follower':
        return isToBeSeen(await find(facts.followerId)) ? facts : undefined;
      case 'photo-published':
        return ofPublished(facts, since);
      case 'liked':
      case 'commented': {
        const [isGone, person] = await Promise.all([isHidden(facts.mediaId), find(facts.personId)]);
        if (isGone) return undefined;
        if (isToBeSeen(person)) return facts;
        // Others liked it, too, and are told of without the name.
        return facts.others === 0 ? undefined : { ...facts, personDisplayName: undefined };
      }
    }
  };
}

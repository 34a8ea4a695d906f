import type { EventOf, Trace } from '@shutterbus/contracts/event';
import type { MediaPublished } from '@shutterbus/contracts/events/media';
import type { FanOutQueue, PersonRepository, PictureRepository, PublicationRepository } from '../ports.ts';

export interface AnnouncePhotoDeps {
  people: Pick<PersonRepository, 'find'>;
  publications: Pick<PublicationRepository, 'remember' | 'forget'>;
  pictures: Pick<PictureRepository, 'remember'>;
  fanOutQueue: FanOutQueue;
}

/**
 * Remembers what shows a photo, puts it to those of the same minute, and their telling into the queue, from where it goes page by page; nothing of an author
 * who has gone. Safe to repeat.
 */
export function makeAnnouncePhoto({ people, publications, pictures, fanOutQueue }: AnnouncePhotoDeps) {
  return async (
    { detail: { metadata, data } }: EventOf<typeof MediaPublished>,
    { trace }: { trace: Trace },
  ) => {
    const { mediaId, ownerId, title, publishedAt, picture } = data;
    const isGone = async () => (await people.find(ownerId))?.gone === true;
    if (await isGone()) return;
    if (picture) await pictures.remember(mediaId, picture);
    const publication = { mediaId, ownerId, title, publishedAt, version: metadata.aggregateVersion };
    const { photos } = await publications.remember(publication);
    // Who goes at this moment is known as gone now, or finds the batch when what they published is forgotten.
    if (await isGone()) return publications.forget(ownerId);
    await fanOutQueue.enqueue([{ ...publication, together: photos.length }], trace);
  };
}

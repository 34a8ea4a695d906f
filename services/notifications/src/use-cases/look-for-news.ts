import type { EventOf } from '@shutterbus/contracts/event';
import { MediaPublished } from '@shutterbus/contracts/events/media';
import type { UserRegistered } from '@shutterbus/contracts/events/users';
import { noticeId } from '../notice-id.ts';
import type {
  Backlog,
  FollowerRepository,
  NoticeRepository,
  PersonRepository,
  PhotoRepository,
  PublicationRepository,
} from '../ports.ts';
import { wayToTell } from '../preferences.ts';
import { isToBeSeen } from '../still-to-tell.ts';

export interface LookForNewsDeps {
  notices: Pick<NoticeRepository, 'find'>;
  followers: Pick<FollowerRepository, 'listSince'>;
  photos: Pick<PhotoRepository, 'wasHiddenSince'>;
  publications: Pick<PublicationRepository, 'find'>;
  mails: Backlog;
  people: Pick<PersonRepository, 'find' | 'findMany'>;
}

/** Of many followers, so many are looked at: the first ones, whom the fan-out tells first. */
const followersAtMost = 10;

/**
 * Looks whether people were told of what happened a while ago: a newcomer has a welcome and its mail was tried, unless they are gone by now, and somebody who followed
 * before the publication, and wants to, has heard of the photo, unless that was hidden since, or its owner is gone or leaving; somebody who was signed in and unknown here is known by now, which the users service
 * alone can see to, and cannot hide. A mail that waits behind many others is late, and not missing.
 * @returns `isMissing`: nobody was told
 */
export function makeLookForNews({
  notices,
  followers,
  photos,
  publications,
  mails,
  people,
}: LookForNewsDeps) {
  async function wasWelcomed({ data, metadata }: EventOf<typeof UserRegistered>['detail']): Promise<boolean> {
    const { userId, handle } = data;
    const id = noticeId(userId, { kind: 'welcome', handle }, metadata.occurredAt);
    const [notice, person] = await Promise.all([notices.find({ userId, id }), people.find(userId)]);
    // With the account all that was told has gone.
    if (person?.gone) return true;
    return notice !== undefined && (notice.mail !== 'queued' || (await mails.waiting()) > 0);
  }

  async function wasTold({ data, metadata }: EventOf<typeof MediaPublished>['detail']): Promise<boolean> {
    const { mediaId, ownerId, title, publishedAt } = data;
    const [owner, isHidden] = await Promise.all([
      people.find(ownerId),
      photos.wasHiddenSince(mediaId, metadata.aggregateVersion),
    ]);
    if (isHidden || !isToBeSeen(owner)) return true;
    const [userIds, batch] = await Promise.all([
      followers.listSince(ownerId, publishedAt, followersAtMost),
      publications.find({ ownerId, mediaId, publishedAt }),
    ]);
    const { firstId, since } = batch ?? { firstId: mediaId, since: publishedAt };
    const facts = { kind: 'photo-published', mediaId, title, firstId, others: 0 } as const;
    const readers = await people.findMany(userIds);
    const expecting = userIds.filter((userId) => wayToTell(readers.get(userId), facts.kind));
    const found = await Promise.all(
      expecting.map((userId) => notices.find({ userId, id: noticeId(userId, facts, since) })),
    );
    return found.length === 0 || found.some((notice) => notice !== undefined);
  }

  return {
    async ofEvent({ detailType, detail }: EventOf<typeof UserRegistered | typeof MediaPublished>) {
      const isThere = await (detailType === MediaPublished.detailType
        ? wasTold(detail)
        : wasWelcomed(detail));
      return { isMissing: !isThere };
    },

    async ofStranger({ userId }: { userId: string }) {
      return { isMissing: (await people.find(userId)) === undefined };
    },
  };
}

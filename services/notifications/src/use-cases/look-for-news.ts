import type { EventOf } from '@shutterbus/contracts/event';
import { MediaPublished } from '@shutterbus/contracts/events/media';
import type { UserRegistered } from '@shutterbus/contracts/events/users';
import { noticeId } from '../notice-id.ts';
import type {
  Backlog,
  FollowerRepository,
  NoticeRepository,
  PersonRepository,
  PublicationRepository,
} from '../ports.ts';

export interface LookForNewsDeps {
  notices: Pick<NoticeRepository, 'find'>;
  followers: Pick<FollowerRepository, 'listSince'>;
  publications: Pick<PublicationRepository, 'find'>;
  mails: Backlog;
  people: Pick<PersonRepository, 'find'>;
}

/** Of many followers, so many are looked at: the first ones, whom the fan-out tells first. */
const followersAtMost = 10;

/**
 * Looks whether people were told of what happened a while ago: a newcomer has a welcome and its mail was tried, and somebody who followed
 * before the publication has heard of the photo, whose owner is not leaving; somebody who was signed in and unknown here is known by now, which the users service
 * alone can see to, and cannot hide. A mail that waits behind many others is late, and not missing.
 * @returns `isMissing`: nobody was told
 */
export function makeLookForNews({ notices, followers, publications, mails, people }: LookForNewsDeps) {
  async function wasWelcomed({ data, metadata }: EventOf<typeof UserRegistered>['detail']): Promise<boolean> {
    const { userId, handle } = data;
    const id = noticeId(userId, { kind: 'welcome', handle }, metadata.occurredAt);
    const notice = await notices.find({ userId, id });
    return notice !== undefined && (notice.mail !== 'queued' || (await mails.waiting()) > 0);
  }

  async function wasTold({ data }: EventOf<typeof MediaPublished>['detail']): Promise<boolean> {
    const { mediaId, ownerId, title, publishedAt } = data;
    if ((await people.find(ownerId))?.leavingUntil !== undefined) return true;
    const [userIds, batch] = await Promise.all([
      followers.listSince(ownerId, publishedAt, followersAtMost),
      publications.find({ ownerId, mediaId, publishedAt }),
    ]);
    const { firstId, since } = batch ?? { firstId: mediaId, since: publishedAt };
    const facts = { kind: 'photo-published', mediaId, title, firstId, others: 0 } as const;
    const found = await Promise.all(
      userIds.map((userId) => notices.find({ userId, id: noticeId(userId, facts, since) })),
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

import type { EventOf, Trace } from '@shutterbus/contracts/event';
import { NoticesErased } from '@shutterbus/contracts/events/erasure';
import type { UserDeleted } from '@shutterbus/contracts/events/users';
import type { Clock } from '@shutterbus/lambda/clock';
import { erased } from '@shutterbus/lambda/erased';
import { noticeId } from '../notice-id.ts';
import type {
  FollowerRepository,
  KnownPair,
  NoticeKey,
  NoticeRepository,
  Outbox,
  PersonRepository,
  PublicationRepository,
} from '../ports.ts';

interface Dependencies {
  people: Pick<PersonRepository, 'forget'>;
  notices: Pick<NoticeRepository, 'remove' | 'removeSome'>;
  followers: Pick<FollowerRepository, 'pairsOf' | 'remove'>;
  publications: Pick<PublicationRepository, 'forget'>;
  outbox: Outbox;
  clock: Clock;
  newId: () => string;
}

const pairsAtOnce = 25;

/**
 * Forgets who somebody was, what they were told and published together, whom they followed and who followed them, with what the others were told of that, and learns
 * nothing of them any more. First that they are gone, so that what comes meanwhile finds it; a mail that is queued finds no
 * notification. What they were told goes last, with what a fan-out under way still added, and then it is confirmed. Safe to repeat; goes on where it was.
 */
export function makeForgetPerson(deps: Dependencies) {
  const { people, notices, followers, publications, outbox, clock } = deps;

  return async (event: EventOf<typeof UserDeleted>, { trace }: { trace: Trace }): Promise<void> => {
    const { userId } = event.detail.data;
    await people.forget(userId, clock());
    await publications.forget(userId);
    let cursor: string | undefined;
    do {
      const { items: pairs, nextCursor } = await followers.pairsOf(userId, { limit: pairsAtOnce, cursor });
      await notices.remove(pairs.flatMap(toldOf));
      await followers.remove(pairs);
      cursor = nextCursor;
    } while (cursor !== undefined);
    while (await notices.removeSome(userId));
    await outbox.add([erased(NoticesErased, event, { trace, ...deps })]);
  };
}

/** What the one who is followed was told of the other. */
function toldOf({ followeeId, followerId, firstFollowedAt: at }: KnownPair): NoticeKey[] {
  if (at === undefined) return [];
  return [{ userId: followeeId, id: noticeId(followeeId, { kind: 'new-follower', followerId }, at) }];
}

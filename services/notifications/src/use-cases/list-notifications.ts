import type { Trace } from '@shutterbus/contracts/event';
import { personIn, photoIn } from '../notice.ts';
import { viewOf } from '../notice-view.ts';
import type { Illustrations, NoticeRepository, PageRequest, PersonRepository, Strangers } from '../ports.ts';

export interface ListNotificationsDeps {
  notices: NoticeRepository;
  people: Pick<PersonRepository, 'find'>;
  illustrations: Illustrations;
  strangers: Strangers;
}

interface ListNotifications {
  userId: string;
  page: PageRequest;
  /** Somebody who is signed in asks, and no release's hook. */
  isReal: boolean;
  trace: Trace;
}

/**
 * A page of the caller's notifications, newest first, with the number of unread ones among all, at most 100, and who and what is to be
 * seen beside them at present. Who has none at all
 * and is unknown here has only just joined, or the users service tells nobody of them: it is looked at again.
 */
export function makeListNotifications({ notices, people, illustrations, strangers }: ListNotificationsDeps) {
  return async ({ userId, page, isReal, trace }: ListNotifications) => {
    const [{ items, nextCursor }, unreadCount] = await Promise.all([
      notices.list(userId, page),
      notices.countUnread(userId),
    ]);
    const hasNone = items.length === 0 && page.cursor === undefined;
    if (isReal && hasNone && (await people.find(userId)) === undefined)
      await strangers.lookLater({ userId }, trace);
    const found = await illustrations.find({
      userIds: items.flatMap(({ facts }) => personIn(facts) ?? []),
      mediaIds: items.flatMap(({ facts }) => photoIn(facts) ?? []),
    });
    return { items: items.map((notice) => viewOf(notice, found)), nextCursor, unreadCount };
  };
}

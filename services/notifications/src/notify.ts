import type { Trace } from '@shutterbus/contracts/event';
import type { Facts, Notice } from './notice.ts';
import { noticeId } from './notice-id.ts';
import type { MailQueue, NoticeRepository } from './ports.ts';

export interface NotifyDeps {
  notices: NoticeRepository;
  mailQueue: MailQueue;
}

export interface Telling {
  userIds: readonly string[];
  facts: Facts;
  /** When it happened; the same in every repetition, for the notification's id is made from it. */
  at: string;
  trace: Trace;
}

/**
 * Writes one notification for each person and queues its mail. Doing it again writes nothing; a mail is queued again
 * only while it is not under way, which closes the gap that a crash between the two steps leaves.
 * @returns the notifications as they were there, or are now
 */
export function makeNotify({ notices, mailQueue }: NotifyDeps) {
  return async ({ userIds, facts, at, trace }: Telling): Promise<Notice[]> => {
    const stored = await Promise.all(userIds.map((userId) => notices.add(noticeOf(userId, facts, at))));
    const unsent = stored.filter(({ mail }) => mail === 'queued');
    await mailQueue.enqueue(
      unsent.map(({ id, userId }) => ({ id, userId })),
      trace,
    );
    return stored;
  };
}

export const noticeOf = (userId: string, facts: Facts, at: string): Notice => ({
  id: noticeId(userId, facts, at),
  userId,
  facts,
  createdAt: at,
  read: false,
  mail: 'queued',
});

export type Notify = ReturnType<typeof makeNotify>;

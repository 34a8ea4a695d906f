import type { Trace } from '@shutterbus/contracts/event';
import type { Facts, Notice } from './notice.ts';
import { noticeId } from './notice-id.ts';
import type { MailQueue, NoticeRepository, PersonRepository } from './ports.ts';
import { wayToTell } from './preferences.ts';

export interface NotifyDeps {
  people: Pick<PersonRepository, 'findMany'>;
  notices: NoticeRepository;
  mailQueue: MailQueue;
}

export interface Telling {
  userIds: readonly string[];
  facts: Facts;
  /** When it happened; the same in every repetition, for the notification's id is made from it. */
  at: string;
  /** False where another telling of the same queues the mail. */
  queuesMail: boolean;
  trace: Trace;
}

/** A notification as it was there, or is now, and how its reader wants to be told of it at this moment. */
export interface Told {
  notice: Notice;
  inApp: boolean;
}

/**
 * Writes one notification for each person and queues its mail, for those who want either. Doing it again writes nothing; a mail is
 * queued again only while it is not under way, which closes the gap that a crash between the two steps leaves.
 */
export function makeNotify({ people, notices, mailQueue }: NotifyDeps) {
  return async ({ userIds, facts, at, queuesMail, trace }: Telling): Promise<Told[]> => {
    const readers = await people.findMany(userIds);
    const tellings = userIds.map(async (userId): Promise<Told[]> => {
      const way = wayToTell(readers.get(userId), facts.kind);
      return way ? [{ ...way, notice: await notices.add(noticeOf(userId, facts, at, way)) }] : [];
    });
    const told = (await Promise.all(tellings)).flat();
    const unsent = told.filter(({ notice }) => queuesMail && notice.mail === 'queued');
    await mailQueue.enqueue(
      unsent.map(({ notice: { id, userId } }) => ({ id, userId })),
      trace,
    );
    return told;
  };
}

const noticeOf = (userId: string, facts: Facts, at: string, { inApp }: { inApp: boolean }): Notice => ({
  id: noticeId(userId, facts, at),
  userId,
  facts,
  createdAt: at,
  read: false,
  ...(!inApp && { mailOnly: true }),
  mail: 'queued',
});

export type Notify = ReturnType<typeof makeNotify>;

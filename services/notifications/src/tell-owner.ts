import type { Trace } from '@shutterbus/contracts/event';
import { letGrow } from './let-grow.ts';
import type { AnswerFacts } from './notice.ts';
import { type Notify, noticeOf } from './notify.ts';
import type { Answer, AnswerRepository, NoticeRepository, PersonRepository } from './ports.ts';

export interface TellOwnerDeps {
  answers: AnswerRepository;
  people: PersonRepository;
  notices: NoticeRepository;
  notify: Notify;
}

/**
 * Tells an owner what came to a photo: one notification for each kind, photo and day, which says how many there are, and one
 * mail, of the first. Safe to repeat, and in any order.
 */
export function makeTellOwner({ answers, people, notices, notify }: TellOwnerDeps) {
  return async ({ title, ...answer }: Answer & { title: string }, { trace }: { trace: Trace }) => {
    const { kind, ownerId, mediaId, personId } = answer;
    const { firstId, since, count } = await answers.remember(answer);
    const personDisplayName = (await people.find(firstId))?.displayName;
    const facts: AnswerFacts = { kind, mediaId, title, personDisplayName, others: count - 1 };
    // The mail goes with an event of the first one's, whichever writes the notification.
    const stored =
      personId === firstId
        ? await notify({ userIds: [ownerId], facts, at: since, trace })
        : [await notices.add(noticeOf(ownerId, facts, since))];
    await letGrow(notices, stored, facts);
  };
}

export type TellOwner = ReturnType<typeof makeTellOwner>;

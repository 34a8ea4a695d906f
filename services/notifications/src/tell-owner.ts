import type { Trace } from '@shutterbus/contracts/event';
import type { ShownPicture } from '@shutterbus/contracts/fields';
import { letGrow } from './let-grow.ts';
import type { AnswerFacts } from './notice.ts';
import type { Notify } from './notify.ts';
import type {
  Answer,
  AnswerRepository,
  NoticeRepository,
  PersonRepository,
  PictureRepository,
} from './ports.ts';
import { isToBeSeen } from './still-to-tell.ts';

export interface TellOwnerDeps {
  answers: AnswerRepository;
  people: PersonRepository;
  pictures: Pick<PictureRepository, 'remember'>;
  notices: NoticeRepository;
  notify: Notify;
}

/** With what event it came. */
interface Answered extends Answer {
  title: string;
  /** Shows the photo; absent in what an earlier release told. */
  picture: ShownPicture | undefined;
}

/**
 * Tells an owner what came to a photo: one notification for each kind, photo and day, which says how many there are, and one
 * mail, of the first. Nothing of who is gone or leaving, and nothing is kept for an owner who has gone. Safe to repeat, and in any order.
 */
export function makeTellOwner({ answers, people, pictures, notices, notify }: TellOwnerDeps) {
  return async ({ title, picture, ...answer }: Answered, { trace }: { trace: Trace }) => {
    const { kind, ownerId, mediaId, personId } = answer;
    const person = await people.find(personId);
    if (!isToBeSeen(person)) return;
    if (picture) await pictures.remember(mediaId, picture);
    const { firstId, since, count } = await answers.remember(answer);
    const first = firstId === personId ? person : await people.find(firstId);
    const personDisplayName = isToBeSeen(first) ? first?.displayName : undefined;
    const facts: AnswerFacts = {
      ...{ kind, mediaId, title, personDisplayName },
      ...{ personId: firstId, others: count - 1 },
    };
    // The mail goes with an event of the first one's, whichever writes the notification.
    const queuesMail = personId === firstId;
    const told = await notify({ userIds: [ownerId], facts, at: since, queuesMail, trace });
    await letGrow(notices, told, facts);
    // Who goes at this moment is known as gone now, or finds this when what they were told is removed.
    if ((await people.find(ownerId))?.gone) while (await notices.removeSome(ownerId));
  };
}

export type TellOwner = ReturnType<typeof makeTellOwner>;

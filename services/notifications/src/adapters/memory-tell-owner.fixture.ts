import { textOf } from '../notice.ts';
import { ben, noon } from '../notices.fixture.ts';
import { makeNotify } from '../notify.ts';
import type { NoticeKey } from '../ports.ts';
import { makeTellOwner } from '../tell-owner.ts';
import { memoryAnswers } from './memory-answers.ts';
import { memoryNotices } from './memory-notices.ts';
import { memoryPeople } from './memory-people.ts';
import { memoryPictures } from './memory-pictures.ts';

/** What tells owners of answers, over memory, where Ben's name alone is known; with what they and the queue of mails get. */
export async function tellingOwners() {
  const notices = memoryNotices(() => new Date(noon));
  const [people, pictures] = [memoryPeople(), memoryPictures()];
  await people.rememberName({ userId: ben, handle: 'ben', displayName: 'Ben', version: 1 });
  const mails: NoticeKey[] = [];
  const notify = makeNotify({
    people,
    notices,
    mailQueue: { enqueue: async (keys) => void mails.push(...keys) },
  });
  return {
    tellOwner: makeTellOwner({ answers: memoryAnswers(), people, pictures, notices, notify }),
    ...{ notices, people, pictures, mails },
    texts: () => notices.all().map(({ userId, facts }) => [userId, textOf(facts)]),
  };
}

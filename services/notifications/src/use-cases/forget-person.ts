import type { EventOf } from '@shutterbus/contracts/event';
import type { UserDeleted } from '@shutterbus/contracts/events/users';
import type { Clock } from '@shutterbus/lambda/clock';
import type { NoticeRepository, PersonRepository } from '../ports.ts';

const pageSize = 25;

/**
 * Forgets who somebody was and what they were told, and learns nothing of them any more. First that they are gone, so that what
 * comes meanwhile finds it; a mail that is queued finds no notification. Safe to repeat; goes on where it was.
 */
export function makeForgetPerson({
  people,
  notices,
  clock,
}: {
  people: PersonRepository;
  notices: NoticeRepository;
  clock: Clock;
}) {
  return async ({ detail: { data } }: EventOf<typeof UserDeleted>): Promise<void> => {
    const { userId } = data;
    await people.forget(userId, clock());
    for (;;) {
      const { items } = await notices.list(userId, { limit: pageSize });
      if (items.length === 0) return;
      await notices.remove(items);
    }
  };
}

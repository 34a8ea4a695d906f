import type { EventOf } from '@shutterbus/contracts/event';
import type { UserLeft, UserReturned } from '@shutterbus/contracts/events/users';
import type { PersonRepository } from '../ports.ts';

/** Learns whether somebody is leaving. Safe to repeat, and in any order: the newest word counts. */
export function makeNoteLeaving({ people }: { people: Pick<PersonRepository, 'noteLeaving'> }) {
  return async ({
    detail: { metadata, data },
  }: EventOf<typeof UserLeft | typeof UserReturned>): Promise<void> => {
    const leavingUntil = 'leavingUntil' in data ? data.leavingUntil : undefined;
    await people.noteLeaving({ userId: data.userId, leavingUntil, version: metadata.aggregateVersion });
  };
}

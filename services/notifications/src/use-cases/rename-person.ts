import type { EventOf } from '@shutterbus/contracts/event';
import type { UserProfileUpdated } from '@shutterbus/contracts/events/users';
import type { PersonRepository } from '../ports.ts';

/** Learns a person's new name, and what stands for them; one that is older than the known one changes nothing. */
export function makeRenamePerson({ people }: { people: PersonRepository }) {
  return async ({ detail: { metadata, data } }: EventOf<typeof UserProfileUpdated>) => {
    const { userId, handle, displayName, avatar } = data;
    await people.rememberName({ userId, handle, displayName, avatar, version: metadata.aggregateVersion });
  };
}

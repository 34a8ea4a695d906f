import type { EventOf } from '@shutterbus/contracts/event';
import type { UserEmailChanged } from '@shutterbus/contracts/events/users';
import type { PersonRepository } from '../ports.ts';

/** Learns where somebody's mail goes from now on; an address that is older than the known one changes nothing. */
export function makeMoveAddress({ people }: { people: Pick<PersonRepository, 'rememberAddress'> }) {
  return async ({ detail: { metadata, data } }: EventOf<typeof UserEmailChanged>): Promise<void> => {
    await people.rememberAddress({ ...data, version: metadata.aggregateVersion });
  };
}

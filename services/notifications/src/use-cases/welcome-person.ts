import type { EventOf, Trace } from '@shutterbus/contracts/event';
import type { UserRegistered } from '@shutterbus/contracts/events/users';
import type { Notify } from '../notify.ts';
import type { PersonRepository } from '../ports.ts';

/** Learns who somebody is and where their mail goes, and welcomes them. Safe to repeat. */
export function makeWelcomePerson({ people, notify }: { people: PersonRepository; notify: Notify }) {
  return async (
    { detail: { metadata, data } }: EventOf<typeof UserRegistered>,
    { trace }: { trace: Trace },
  ) => {
    const { userId, handle, displayName, email } = data;
    const version = metadata.aggregateVersion;
    await people.rememberName({ userId, handle, displayName, version });
    await people.rememberAddress({ userId, email, version });
    await notify({
      userIds: [userId],
      facts: { kind: 'welcome', handle },
      at: metadata.occurredAt,
      queuesMail: true,
      trace,
    });
  };
}

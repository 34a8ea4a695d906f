import type { Person } from '@shutterbus/contracts/routes/users';

/** What this service knows of a person, learnt from the users service's events. */
export interface Author {
  userId: string;
  handle: string;
  displayName: string;
  /** Version of the person's event that this comes from; an older one never replaces a newer. */
  version: number;
}

/** The person to show beside a photo; one of whom no event has arrived yet gets a stand-in name. */
export function personOf(userId: string, author: Author | undefined): Person {
  return {
    id: userId,
    handle: author?.handle ?? `user-${userId.slice(0, 8)}`,
    displayName: author?.displayName ?? 'Somebody',
  };
}

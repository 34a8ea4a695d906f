import type { Person } from '@shutterbus/contracts/routes/users';

/** What this service knows of a person, learnt from the users service's events. */
export interface Author {
  userId: string;
  handle: string;
  displayName: string;
  avatar?: Person['avatar'];
  /** Version of the person's event that this comes from; an older one never replaces a newer. */
  version: number;
  /** When the person had this handle first, as far as events have told. A handle names the one who has had it longest. */
  handleSince: string;
  /** Absent for who stays. Others see nothing of who is leaving. */
  leavingUntil?: string | undefined;
}

/**
 * As much as is known of a person when it is asked whether what they made is shown: perhaps that they are leaving and no name
 * yet, perhaps no more than that they are gone.
 */
export interface KnownPerson extends Partial<Author> {
  userId: string;
  gone?: true | undefined;
}

/** That somebody is leaving, or no longer is, as the users service told it. */
export interface LeavingChange {
  userId: string;
  /** Absent for who came back. */
  leavingUntil?: string | undefined;
  /** Of the person; an older change never replaces a newer. */
  version: number;
}

/**
 * Whether somebody may see what a person made: not while that person is leaving, nor what is not removed yet of who is gone, unless
 * it is the person. Of whom nothing is known is shown, since the first photo may come before the first word of its owner.
 */
export const isShownTo = (
  viewerId: string | undefined,
  userId: string,
  person: KnownPerson | undefined,
): boolean => viewerId === userId || !(person?.gone || person?.leavingUntil !== undefined);

/** What is known of a person after one more event, a newer or an older one. */
export function remembering(known: Author | undefined, told: Author): Author {
  if (!known) return told;
  const newer = known.version < told.version ? told : known;
  const times = [known, told].flatMap(({ handle, handleSince }) =>
    handle === newer.handle ? handleSince : [],
  );
  return { ...newer, handleSince: times.sort()[0] ?? newer.handleSince };
}

/** The person to show beside a photo; one of whom no event has arrived yet gets a stand-in name. */
export function personOf(userId: string, person: KnownPerson | undefined): Person {
  return {
    id: userId,
    handle: person?.handle ?? `user-${userId.slice(0, 8)}`,
    displayName: person?.displayName ?? 'Somebody',
    avatar: person?.avatar,
  };
}

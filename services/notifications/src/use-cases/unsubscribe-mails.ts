import type { OptionalKind } from '@shutterbus/contracts/routes/notification-mails';
import type { Clock } from '@shutterbus/lambda/clock';
import { LinkNotValidError } from '../errors.ts';
import type { PersonRepository } from '../ports.ts';
import { claimedBy, isValidToken } from '../unsubscribe-token.ts';
import { makeSetPreferences } from './set-preferences.ts';

export interface UnsubscribeMailsDeps {
  people: Pick<PersonRepository, 'find' | 'choose'>;
  clock: Clock;
}

/**
 * Ends the mails of the kind that the link came with, for whom it was sent to; nobody has to sign in. Safe to repeat.
 * @throws LinkNotValidError in the same words for a changed link, an old one, and one of somebody who does not exist
 */
export function makeUnsubscribeMails({ people, clock }: UnsubscribeMailsDeps) {
  const setPreferences = makeSetPreferences({ people });
  return async ({ token }: { token: string }): Promise<{ kind: OptionalKind }> => {
    const claimed = claimedBy(token);
    const mailKey = claimed && (await people.find(claimed.userId))?.mailKey;
    if (!claimed || mailKey === undefined || !isValidToken(token, mailKey, clock()))
      throw new LinkNotValidError();
    await setPreferences({ userId: claimed.userId, mail: { [claimed.kind]: false } });
    return { kind: claimed.kind };
  };
}

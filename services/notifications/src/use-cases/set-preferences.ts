import { optionalKinds, type Preferences } from '@shutterbus/contracts/routes/notification-mails';
import type { PersonRepository } from '../ports.ts';
import { preferencesOf } from '../preferences.ts';

export interface SetPreferences {
  userId: string;
  mail: Partial<Preferences['mail']>;
}

/** Switches mails of some kinds on or off; of others they stay as they are. The last word counts. */
export const makeSetPreferences =
  ({ people }: { people: Pick<PersonRepository, 'find' | 'chooseMails'> }) =>
  async ({ userId, mail }: SetPreferences) => {
    const before = preferencesOf(await people.find(userId)).mail;
    const mailsOff = optionalKinds.filter((kind) => !(mail[kind] ?? before[kind]));
    await people.chooseMails(userId, mailsOff);
    return preferencesOf({ mailsOff });
  };

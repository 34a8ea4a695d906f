import {
  type OptionalKind,
  optionalKinds,
  type Preferences,
} from '@shutterbus/contracts/routes/notification-mails';
import type { PersonRepository } from '../ports.ts';
import { preferencesOf } from '../preferences.ts';

export interface SetPreferences {
  userId: string;
  app?: Partial<Preferences['app']> | undefined;
  mail?: Partial<Preferences['mail']> | undefined;
}

type Wanted = Record<OptionalKind, boolean>;

/** Switches kinds on or off, in the app and by mail; what is not named stays as it is. The last word counts. */
export const makeSetPreferences =
  ({ people }: { people: Pick<PersonRepository, 'find' | 'choose'> }) =>
  async ({ userId, app, mail }: SetPreferences) => {
    const before = preferencesOf(await people.find(userId));
    const chosen = {
      appOff: app && off({ ...before.app, ...app }),
      mailsOff: mail && off({ ...before.mail, ...mail }),
    };
    await people.choose(userId, chosen);
    return preferencesOf({
      appOff: chosen.appOff ?? off(before.app),
      mailsOff: chosen.mailsOff ?? off(before.mail),
    });
  };

const off = (wanted: Wanted): OptionalKind[] => optionalKinds.filter((kind) => !wanted[kind]);

import type { Preferences } from '@shutterbus/contracts/routes/notification-mails';
import type { AddressRepository, PersonRepository } from '../ports.ts';
import { preferencesOf } from '../preferences.ts';

export interface GetPreferencesDeps {
  people: Pick<PersonRepository, 'find'>;
  addresses: Pick<AddressRepository, 'whyEnded'>;
}

/** Of which kinds somebody is told in the app and by mail: of all, until they say otherwise; and why none goes to their address, if that is so. */
export const makeGetPreferences =
  ({ people, addresses }: GetPreferencesDeps) =>
  async ({ userId }: { userId: string }): Promise<Preferences> => {
    const person = await people.find(userId);
    const mailsEnded = person?.email === undefined ? undefined : await addresses.whyEnded(person.email);
    return { ...preferencesOf(person), mailsEnded };
  };

import type { PersonRepository } from '../ports.ts';
import { preferencesOf } from '../preferences.ts';

/** Of which kinds somebody gets mails: of all, until they say otherwise. */
export const makeGetPreferences =
  ({ people }: { people: Pick<PersonRepository, 'find'> }) =>
  async ({ userId }: { userId: string }) =>
    preferencesOf(await people.find(userId));

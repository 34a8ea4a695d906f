import { preferencesShape } from '@shutterbus/contracts/routes/notification-mails';
import { memoryPeople } from '../adapters/memory-people.ts';
import { anna, ben } from '../notices.fixture.ts';
import { makeGetPreferences } from './get-preferences.ts';
import { makeSetPreferences } from './set-preferences.ts';

describe('getPreferences', () => {
  it('says that mails of all kinds come, until somebody chose otherwise', async () => {
    const people = memoryPeople();
    const getPreferences = makeGetPreferences({ people });
    const all = { 'new-follower': true, 'photo-published': true, liked: true, commented: true };
    expect(await getPreferences({ userId: anna })).toEqual({ mail: all });
    await makeSetPreferences({ people })({ userId: anna, mail: { liked: false } });
    const chosen = await getPreferences({ userId: anna });
    expect(chosen).toEqual({ mail: { ...all, liked: false } });
    expect(preferencesShape.safeParse(chosen).success).toBe(true);
    expect(await getPreferences({ userId: ben })).toEqual({ mail: all });
  });
});

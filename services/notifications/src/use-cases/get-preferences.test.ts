import { preferencesShape } from '@shutterbus/contracts/routes/notification-mails';
import { memoryAddresses } from '../adapters/memory-addresses.ts';
import { memoryPeople } from '../adapters/memory-people.ts';
import { anna, ben, noon } from '../notices.fixture.ts';
import { makeGetPreferences } from './get-preferences.ts';
import { makeSetPreferences } from './set-preferences.ts';

describe('getPreferences', () => {
  it('says that mails of all kinds come, until somebody chose otherwise', async () => {
    const people = memoryPeople();
    const getPreferences = makeGetPreferences({ people, addresses: memoryAddresses() });
    const all = { 'new-follower': true, 'photo-published': true, liked: true, commented: true };
    expect(await getPreferences({ userId: anna })).toEqual({ app: all, mail: all });
    await makeSetPreferences({ people })({ userId: anna, mail: { liked: false } });
    const chosen = await getPreferences({ userId: anna });
    expect(chosen).toEqual({ app: all, mail: { ...all, liked: false } });
    expect(preferencesShape.safeParse(chosen).success).toBe(true);
    expect(await getPreferences({ userId: ben })).toEqual({ app: all, mail: all });
  });

  it('says why no mail goes to the address, until it is another one', async () => {
    const [people, addresses] = [memoryPeople(), memoryAddresses()];
    const getPreferences = makeGetPreferences({ people, addresses });
    await people.rememberAddress({ userId: anna, email: 'anna@example.com', version: 1 });
    expect(await getPreferences({ userId: anna })).not.toHaveProperty('mailsEnded', expect.anything());
    await addresses.end('anna@example.com', 'complained', new Date(noon));
    expect(await getPreferences({ userId: anna })).toMatchObject({ mailsEnded: 'complained' });
    await people.rememberAddress({ userId: anna, email: 'anna@example.org', version: 2 });
    expect(await getPreferences({ userId: anna })).not.toHaveProperty('mailsEnded', expect.anything());
  });
});

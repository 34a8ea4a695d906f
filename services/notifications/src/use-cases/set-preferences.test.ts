import { memoryPeople } from '../adapters/memory-people.ts';
import { anna } from '../notices.fixture.ts';
import { makeSetPreferences } from './set-preferences.ts';

describe('setPreferences', () => {
  it('changes what is named and leaves the rest, however often', async () => {
    const people = memoryPeople();
    const setPreferences = makeSetPreferences({ people });
    await setPreferences({ userId: anna, mail: { liked: false, commented: false } });
    for (let times = 0; times < 2; times += 1)
      expect(await setPreferences({ userId: anna, mail: { liked: true } })).toEqual({
        app: { 'new-follower': true, 'photo-published': true, liked: true, commented: true },
        mail: { 'new-follower': true, 'photo-published': true, liked: true, commented: false },
      });
    expect((await people.find(anna))?.mailsOff).toEqual(['commented']);
  });

  it('changes one channel and leaves the other', async () => {
    const people = memoryPeople();
    const setPreferences = makeSetPreferences({ people });
    await setPreferences({ userId: anna, mail: { liked: false } });
    expect(await people.find(anna)).not.toHaveProperty('appOff');
    const chosen = await setPreferences({ userId: anna, app: { commented: false } });
    expect(chosen).toMatchObject({
      app: { liked: true, commented: false },
      mail: { liked: false, commented: true },
    });
    expect(await people.find(anna)).toMatchObject({ appOff: ['commented'], mailsOff: ['liked'] });
    expect(await setPreferences({ userId: anna })).toEqual(chosen);
  });
});

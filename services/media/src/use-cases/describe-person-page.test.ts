import { anna, testWorld } from '../test-world.ts';
import { makeDescribePersonPage } from './describe-person-page.ts';

describe('makeDescribePersonPage', () => {
  it('says who it is and shows the latest photo that everybody may see', async () => {
    const world = testWorld();
    const describePerson = makeDescribePersonPage(world.deps);
    const told = { userId: anna, handle: 'anna', version: 1, handleSince: '2026-11-21T10:00:00.000Z' };
    expect(await describePerson('anna')).toBeUndefined();
    await world.authors.remember({ ...told, displayName: 'Anna' });
    const person = { kind: 'profile', title: 'Anna', path: '/people/anna' };
    const bare = { ...person, description: 'Photos by \u2068Anna\u2069 on Shutterbus.' };
    await world.uploaded('private');
    expect(await describePerson('anna')).toEqual({ ...bare, picture: undefined });

    const mediaId = await world.uploaded('public');
    await world.generated(mediaId, 'public', 2);
    const path = '/renditions/set-2/link-preview.jpg';
    const picture = { path, widthPx: 1200, heightPx: 630, altText: 'First snow' };
    expect(await describePerson('anna')).toEqual({ ...bare, picture });
    await world.update(mediaId, { visibility: 'private' });
    expect(await describePerson('anna')).toEqual({ ...bare, picture: undefined });
  });

  it.each(['nobody', 'Anna', '', '<b>'])('knows nobody called %j', async (handle) => {
    expect(await makeDescribePersonPage(testWorld().deps)(handle)).toBeUndefined();
  });
});

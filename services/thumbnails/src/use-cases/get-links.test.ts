import { mediaId, ownerId, testWorld } from '../test-world.ts';
import { makeGetLinks } from './get-links.ts';

const someoneElse = '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22';

describe('makeGetLinks', () => {
  it('gives the owner links to the renditions of a private photo', async () => {
    const world = testWorld();
    await world.uploaded('private');
    expect(await makeGetLinks(world.deps)({ mediaIds: [mediaId, mediaId], callerId: ownerId })).toEqual({
      expiresAt: '2026-11-21T10:05:00.000Z',
      photos: [
        {
          id: mediaId,
          renditions: [
            {
              name: 'w320',
              kind: 'whole',
              widthPx: 320,
              heightPx: 200,
              url: expect.stringContaining('/w320.webp?signed'),
            },
            {
              name: 'w160',
              kind: 'whole',
              widthPx: 160,
              heightPx: 100,
              url: expect.stringContaining('/w160.webp?signed'),
            },
          ],
        },
      ],
    });
  });

  it('leaves out what is not the caller’s, not private, deleted or unknown', async () => {
    const world = testWorld();
    const getLinks = makeGetLinks(world.deps);
    const photos = async (callerId: string) => (await getLinks({ mediaIds: [mediaId], callerId })).photos;
    expect(await photos(ownerId)).toEqual([]);
    await world.uploaded('private');
    expect(await photos(someoneElse)).toEqual([]);
    await world.visibilityChanged('public', 3);
    expect(await photos(ownerId)).toEqual([]);
    await world.deleted();
    expect(await photos(ownerId)).toEqual([]);
  });
});

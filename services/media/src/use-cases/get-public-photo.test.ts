import { photoShape } from '@shutterbus/contracts/routes/media';
import { PhotoNotFoundError } from '../errors.ts';
import { type Photo, photoSchema } from '../photo.ts';
import { anna, testWorld } from '../test-world.ts';

const size = { widthPx: 320, heightPx: 200 };
const visibilities = ['public', 'private'] as const;

/** Every state that a photo can be in, and some that it cannot. The last change of visibility is event 3. */
const states: Photo[] = photoSchema.shape.status.options.flatMap((status) =>
  visibilities.flatMap((visibility) =>
    [undefined, ...visibilities.flatMap((of) => [2, 3, 4].map((mediaVersion) => ({ of, mediaVersion })))].map(
      (picture) =>
        photoSchema.parse({
          ...{ mediaId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CD', ownerId: anna, title: 'First snow', description: '' },
          ...{ visibility, status, contentType: 'image/jpeg', sizeBytes: 1000, correlationId: 'upload-1' },
          ...{ createdAt: '2026-11-21T10:00:00.000Z', updatedAt: '2026-11-21T10:00:00.000Z' },
          ...{ version: 4, visibilityVersion: 3, originalVersionId: 'version-1' },
          ...(picture && {
            picture: {
              ...{ mediaVersion: picture.mediaVersion, visibility: picture.of, ...size },
              renditions: [{ name: 'w320', ...size, key: 'renditions/x/w320.webp' }],
            },
          }),
        }),
    ),
  ),
);

describe('makeGetPublicPhoto', () => {
  it('shows a photo that everybody may see, and of all other states none', async () => {
    const shown: string[] = [];
    for (const photo of states) {
      const world = testWorld();
      await world.photos.add(photo);
      const { status, visibility, picture } = photo;
      const state = `${status}, ${visibility}, picture ${picture?.visibility} of ${picture?.mediaVersion}`;
      const seen = await world.getPublicPhoto({ mediaId: photo.mediaId }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(PhotoNotFoundError);
      });
      if (seen) shown.push(state);
    }
    expect(states).toHaveLength(56);
    expect(shown).toEqual(['ready, public, picture public of 3', 'ready, public, picture public of 4']);
  });

  it('tells of it what the API promises everybody, and nothing else', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    await world.generated(mediaId, 'public', 2);
    const seen = await world.getPublicPhoto({ mediaId });
    expect(photoShape.strict().parse(seen)).toEqual(seen);
    expect(JSON.stringify(seen)).not.toMatch(/original|correlation|sizeBytes/);
    expect(seen).toMatchObject({ id: mediaId, renditions: [{ url: '/renditions/set-2/w160.webp' }] });
  });

  it('shows it no longer once it is hidden, and not when it is deleted', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    await world.generated(mediaId, 'public', 2);
    await world.update(mediaId, { visibility: 'private' });
    await expect(world.getPublicPhoto({ mediaId })).rejects.toThrow(PhotoNotFoundError);
    await world.remove(mediaId);
    await expect(world.getPublicPhoto({ mediaId })).rejects.toThrow(PhotoNotFoundError);
  });
});

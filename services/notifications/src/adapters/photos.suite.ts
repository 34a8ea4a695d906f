import { mediaId } from '../notices.fixture.ts';
import type { PhotoRepository } from '../ports.ts';

/** What every PhotoRepository does. */
export function describePhotos(suite: string, make: () => Promise<PhotoRepository>) {
  describe(suite, () => {
    it('takes a photo for public of which it knows nothing', async () => {
      expect(await (await make()).wasHiddenSince(mediaId, 4)).toBe(false);
    });

    it('knows the newest word on a photo, whatever the order', async () => {
      const photos = await make();
      await photos.remember({ mediaId, isPublic: false, version: 7 });
      await photos.remember({ mediaId, isPublic: true, version: 6 });
      await photos.remember({ mediaId, isPublic: true, version: 7 });
      expect(await photos.wasHiddenSince(mediaId, 4)).toBe(true);
      await photos.remember({ mediaId, isPublic: true, version: 8 });
      expect(await photos.wasHiddenSince(mediaId, 4)).toBe(false);
    });

    it('knows that what was hidden before a publication says nothing of it', async () => {
      const photos = await make();
      await photos.remember({ mediaId, isPublic: false, version: 3 });
      expect(await photos.wasHiddenSince(mediaId, 4)).toBe(false);
    });
  });
}

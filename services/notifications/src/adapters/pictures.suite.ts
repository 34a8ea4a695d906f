import { shownPictureExample } from '@shutterbus/contracts/fields';
import { mediaId } from '../notices.fixture.ts';
import type { PictureRepository } from '../ports.ts';

const picture = (mediaVersion: number, setVersion: number) => ({
  ...shownPictureExample,
  ...{ mediaVersion, setVersion, url: `/renditions/${mediaVersion}-${setVersion}/w160.webp` },
});

/** What every PictureRepository does. */
export function describePictures(suite: string, make: () => Promise<PictureRepository>) {
  describe(suite, () => {
    it('knows nothing of a photo at first', async () => {
      expect(await (await make()).find(mediaId)).toBeUndefined();
    });

    it('knows where the photo is now, whatever the order, also when its renditions were made anew', async () => {
      const pictures = await make();
      for (const [media, set] of [
        [2, 2],
        [2, 1],
        [1, 9],
        [2, 2],
      ] as const)
        await pictures.remember(mediaId, picture(media, set));
      expect(await pictures.find(mediaId)).toEqual(picture(2, 2));
      await pictures.remember(mediaId, picture(6, 1));
      expect(await pictures.find(mediaId)).toEqual(picture(6, 1));
    });

    it('shows nothing of a photo that was hidden, whatever comes late, until it is shown again', async () => {
      const pictures = await make();
      await pictures.remember(mediaId, picture(2, 1));
      for (let times = 0; times < 2; times += 1) await pictures.forget({ mediaId, version: 5 });
      await pictures.remember(mediaId, picture(2, 2));
      expect(await pictures.find(mediaId)).toBeUndefined();
      await pictures.remember(mediaId, picture(6, 1));
      await pictures.forget({ mediaId, version: 5 });
      expect(await pictures.find(mediaId)).toEqual(picture(6, 1));
    });

    it('knows that a photo was hidden before it knows the photo', async () => {
      const pictures = await make();
      await pictures.forget({ mediaId, version: 5 });
      await pictures.remember(mediaId, picture(2, 1));
      expect(await pictures.find(mediaId)).toBeUndefined();
    });
  });
}

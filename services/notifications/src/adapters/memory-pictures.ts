import type { ShownPicture } from '@shutterbus/contracts/fields';
import type { PictureRepository } from '../ports.ts';

/** For tests; behaves as `dynamoPictures`, which pictures.suite.ts checks. */
export function memoryPictures(): PictureRepository {
  const byId = new Map<string, { version: [number, number]; picture?: ShownPicture }>();
  const isNews = (mediaId: string, [media, set]: [number, number]) => {
    const [knownMedia, knownSet] = byId.get(mediaId)?.version ?? [0, 0];
    return media > knownMedia || (media === knownMedia && set > knownSet);
  };
  return {
    async remember(mediaId, picture) {
      const version: [number, number] = [picture.mediaVersion, picture.setVersion];
      if (isNews(mediaId, version)) byId.set(mediaId, { version, picture });
    },
    async forget({ mediaId, version }) {
      if (isNews(mediaId, [version, 0])) byId.set(mediaId, { version: [version, 0] });
    },
    find: async (mediaId) => byId.get(mediaId)?.picture,
  };
}

import { memoryPhotos } from './memory-photos.ts';
import { behavesAsPhotos } from './photos.suite.ts';

describe('memoryPhotos', () => {
  behavesAsPhotos(async () => {
    const photos = memoryPhotos();
    return { photos, outbox: async () => photos.events.map(({ detailType }) => detailType) };
  });
});

import { behavesAsAvatars } from './avatars.suite.ts';
import { memoryAvatars } from './memory-avatars.ts';
import { memoryCounts } from './memory-counts.ts';
import { memoryPhotos } from './memory-photos.ts';

describe('memoryAvatars', () => {
  behavesAsAvatars(async () => {
    const photos = memoryPhotos(memoryCounts());
    const avatars = memoryAvatars(photos.find);
    return { avatars, photos, outbox: async () => avatars.events.map(({ detailType }) => detailType) };
  });
});

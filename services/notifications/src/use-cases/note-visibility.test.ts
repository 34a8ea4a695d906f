import { MediaDeleted, MediaVisibilityChanged } from '@shutterbus/contracts/events/media';
import { shownPictureExample } from '@shutterbus/contracts/fields';
import { memoryPhotos } from '../adapters/memory-photos.ts';
import { memoryPictures } from '../adapters/memory-pictures.ts';
import { arrived, mediaId } from '../notices.fixture.ts';
import { makeNoteVisibility } from './note-visibility.ts';

const changed = (version: number, visibility: 'public' | 'private') =>
  arrived(MediaVisibilityChanged, { version, data: { ...MediaVisibilityChanged.example, visibility } });

describe('noteVisibility', () => {
  it('takes an event twice, and an older one late', async () => {
    const photos = memoryPhotos();
    const note = makeNoteVisibility({ photos, pictures: memoryPictures() });
    for (const event of [changed(5, 'private'), changed(5, 'private'), changed(4, 'public')])
      await note(event);
    expect(await photos.wasHiddenSince(mediaId, 3)).toBe(true);
    await note(changed(6, 'public'));
    expect(await photos.wasHiddenSince(mediaId, 3)).toBe(false);
  });

  it('leaves nothing that shows a photo that is hidden or deleted, and what shows it of one that is public', async () => {
    const pictures = memoryPictures();
    const note = makeNoteVisibility({ photos: memoryPhotos(), pictures });
    const { mediaVersion } = shownPictureExample;
    await pictures.remember(mediaId, shownPictureExample);
    await note(changed(mediaVersion + 1, 'public'));
    expect(await pictures.find(mediaId)).toEqual(shownPictureExample);
    for (let times = 0; times < 2; times += 1) await note(changed(mediaVersion + 1, 'private'));
    expect(await pictures.find(mediaId)).toBeUndefined();
    await pictures.remember(mediaId, { ...shownPictureExample, mediaVersion: mediaVersion + 2 });
    await note(arrived(MediaDeleted, { version: mediaVersion + 3 }));
    expect(await pictures.find(mediaId)).toBeUndefined();
  });

  it('takes a deleted photo for hidden', async () => {
    const photos = memoryPhotos();
    const note = makeNoteVisibility({ photos, pictures: memoryPictures() });
    for (let times = 0; times < 2; times += 1) await note(arrived(MediaDeleted, { version: 9 }));
    expect(await photos.wasHiddenSince(mediaId, 3)).toBe(true);
  });
});

import { MediaDeleted, MediaVisibilityChanged } from '@shutterbus/contracts/events/media';
import { memoryPhotos } from '../adapters/memory-photos.ts';
import { arrived, mediaId } from '../notices.fixture.ts';
import { makeNoteVisibility } from './note-visibility.ts';

const changed = (version: number, visibility: 'public' | 'private') =>
  arrived(MediaVisibilityChanged, { version, data: { ...MediaVisibilityChanged.example, visibility } });

describe('noteVisibility', () => {
  it('takes an event twice, and an older one late', async () => {
    const photos = memoryPhotos();
    const note = makeNoteVisibility({ photos });
    for (const event of [changed(5, 'private'), changed(5, 'private'), changed(4, 'public')])
      await note(event);
    expect(await photos.wasHiddenSince(mediaId, 3)).toBe(true);
    await note(changed(6, 'public'));
    expect(await photos.wasHiddenSince(mediaId, 3)).toBe(false);
  });

  it('takes a deleted photo for hidden', async () => {
    const photos = memoryPhotos();
    const note = makeNoteVisibility({ photos });
    for (let times = 0; times < 2; times += 1) await note(arrived(MediaDeleted, { version: 9 }));
    expect(await photos.wasHiddenSince(mediaId, 3)).toBe(true);
  });
});

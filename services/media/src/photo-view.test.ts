import { noAnswers } from './answer-counts.ts';
import { type Photo, photoSchema } from './photo.ts';
import { viewOf } from './photo-view.ts';
import { anna } from './test-world.ts';

const owner = { id: anna, handle: 'anna', displayName: 'Anna' };
const size = { widthPx: 320, heightPx: 200 };

/** As it was written before pictures had notes and renditions a kind. */
const written: unknown = {
  mediaId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CD',
  ownerId: anna,
  title: 'First snow',
  description: '',
  visibility: 'public',
  status: 'ready',
  contentType: 'image/jpeg',
  sizeBytes: 1000,
  correlationId: 'correlation',
  createdAt: '2026-11-21T10:00:00.000Z',
  updatedAt: '2026-11-21T10:00:00.000Z',
  version: 3,
  visibilityVersion: 2,
  picture: {
    mediaVersion: 2,
    visibility: 'public',
    ...size,
    renditions: [
      { name: 'w320', ...size, key: 'renditions/x/w320.webp' },
      { name: 's256', widthPx: 200, heightPx: 200, key: 'renditions/x/s256.webp' },
    ],
    camera: { capturedAt: '2026-11-21T10:30:00' },
  },
};

function photoWith(picture: Partial<Photo['picture']>, changes: Partial<Photo> = {}): Photo {
  const photo = photoSchema.parse(written);
  return photoSchema.parse({ ...photo, ...changes, picture: { ...photo.picture, ...picture } });
}

describe('viewOf', () => {
  it('shows a photo that was written before there was more to say of it', () => {
    const view = viewOf(photoSchema.parse(written), owner, { likes: 3, comments: 2 });
    expect(view.renditions).toEqual([
      { name: 'w320', kind: 'whole', ...size, url: '/renditions/x/w320.webp' },
      { name: 's256', kind: 'square', widthPx: 200, heightPx: 200, url: '/renditions/x/s256.webp' },
    ]);
    expect(view).toMatchObject({ likes: 3, comments: 2, camera: { capturedAt: '2026-11-21T10:30:00' } });
    expect(view.notes).toBeUndefined();
    expect(view).not.toHaveProperty('linkPreview');
  });

  it('tells what is missing from the picture and that it moved', () => {
    const notes = { damaged: { missingShare: 0.25 }, motionDropped: { frames: 12 } };
    expect(viewOf(photoWith({ notes }), owner, noAnswers).notes).toEqual(notes);
  });

  it('gives the picture for link previews of a published photo only', () => {
    const linkPreview = { widthPx: 1200, heightPx: 750, key: 'renditions/x/link-preview.jpg' };
    expect(viewOf(photoWith({ linkPreview }), owner, noAnswers).linkPreview).toEqual({
      url: '/renditions/x/link-preview.jpg',
      widthPx: 1200,
      heightPx: 750,
    });
    expect(
      viewOf(photoWith({ linkPreview }, { visibility: 'private' }), owner, noAnswers),
    ).not.toHaveProperty('linkPreview');
  });
});

import { photoNumber } from './adapters/photos.suite.ts';
import { avatarUrlOf } from './avatar.ts';
import type { Photo } from './photo.ts';

/** Published, with renditions of these sizes. */
function withRenditions(...sizes: [name: string, widthPx: number, heightPx: number, kind?: string][]): Photo {
  const photo = photoNumber(1);
  const renditions = sizes.map(([name, widthPx, heightPx, kind]) => ({
    ...{ name, widthPx, heightPx, kind },
    key: `renditions/x/${name}.webp`,
  }));
  const picture = { mediaVersion: 9, visibility: 'public', widthPx: 640, heightPx: 400, renditions } as const;
  return {
    ...photo,
    status: 'ready',
    visibility: 'public',
    visibilityVersion: 2,
    picture: { ...picture, renditions },
  };
}

describe('avatarUrlOf', () => {
  it('is the smallest rendition that fills a face, square or not', () => {
    const all = withRenditions(
      ['w640', 640, 480],
      ['w160', 160, 120],
      ['s160', 160, 160, 'square'],
      ['w320', 320, 240],
    );
    expect(avatarUrlOf(all)).toBe('/renditions/x/s160.webp');
    expect(avatarUrlOf(withRenditions(['w640', 640, 480], ['w160', 160, 120], ['w320', 320, 240]))).toBe(
      '/renditions/x/w320.webp',
    );
  });

  it('is the largest of a small photo, and never one of a kind that is not known', () => {
    expect(avatarUrlOf(withRenditions(['w40', 40, 30], ['w80', 80, 60], ['x', 400, 400, 'mirrored']))).toBe(
      '/renditions/x/w80.webp',
    );
  });

  it('is nothing of a photo that not everybody sees', () => {
    expect(avatarUrlOf({ ...withRenditions(['w160', 160, 160]), visibility: 'private' })).toBeUndefined();
  });
});

import { faceUrlOf } from './face-url.ts';

const rendition = (name: string, widthPx: number, heightPx: number, kind = 'whole') => ({
  ...{ name, kind, widthPx, heightPx },
  url: `/renditions/x/${name}.webp`,
});

describe('faceUrlOf', () => {
  it('takes the smallest rendition that fills a face, square or not', () => {
    const all = [
      rendition('w640', 640, 480),
      rendition('w160', 160, 120),
      rendition('s160', 160, 160, 'square'),
      rendition('x160', 155, 155, 'mirrored'),
    ];
    expect(faceUrlOf({ renditions: all })).toBe('/renditions/x/s160.webp');
    expect(faceUrlOf({ renditions: all.slice(0, 2) })).toBe('/renditions/x/w640.webp');
    expect(faceUrlOf({ renditions: all.slice(1, 2) })).toBe('/renditions/x/w160.webp');
  });

  it('finds none in a photo that not everybody sees', () => {
    const { url: _, ...hidden } = rendition('w160', 160, 160);
    expect(faceUrlOf({ renditions: [hidden] })).toBeUndefined();
  });
});

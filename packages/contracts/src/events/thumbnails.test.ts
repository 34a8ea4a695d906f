import { kindOf } from './thumbnails.ts';

describe('kindOf', () => {
  it.each([
    [{ name: 'w1280', kind: 'whole' }, 'whole'],
    [{ name: 's256', kind: 'square' }, 'square'],
    [{ name: 'sharp-1080', kind: 'whole' }, 'whole'],
    [{ name: 'w1280' }, 'whole'],
    [{ name: 's256' }, 'square'],
  ])('tells of %j that it is %s', (rendition, kind) => {
    expect(kindOf(rendition)).toBe(kind);
  });
});

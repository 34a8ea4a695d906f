import type { PhotoDetail } from '../api/media.ts';
import { changed, isOf } from './known-photo.ts';

const photo = (id: string, title = id) => ({ id, title }) as PhotoDetail;
const asMine = async () => photo('a');
const asAnybody = async () => photo('a');
const known = { photo: photo('a'), read: asMine };

describe('isOf', () => {
  it('is that photo, as whoever is there now reads it', () => {
    expect(isOf(known, 'a', asMine)).toBe(true);
    expect(isOf(known, 'b', asMine)).toBe(false);
    expect(isOf(known, 'a', asAnybody)).toBe(false);
    expect(isOf(undefined, 'a', asMine)).toBe(false);
  });
});

describe('changed', () => {
  it('shows what has become of the photo, and no other one', () => {
    const saved = { photo: photo('a', 'Another title'), read: asMine };
    expect(changed(known, saved)).toBe(saved);
    expect(changed(known, { photo: photo('b'), read: asMine })).toBe(known);
    expect(changed(known, { ...saved, read: asAnybody })).toBe(known);
    expect(changed(undefined, saved)).toBeUndefined();
  });
});

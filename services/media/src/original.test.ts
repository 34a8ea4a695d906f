import { originalKey, parseOriginalKey } from './original.ts';
import { anna } from './test-world.ts';

const photo = { ownerId: anna, mediaId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CD' };

describe('parseOriginalKey', () => {
  it('reads what originalKey wrote', () => {
    expect(parseOriginalKey(originalKey(photo))).toEqual(photo);
  });

  it.each([
    '',
    'originals/',
    `other/${anna}/${photo.mediaId}`,
    `${originalKey(photo)}/more`,
    `originals/x/y`,
  ])('knows no photo for %p', (key) => {
    expect(parseOriginalKey(key)).toBeUndefined();
  });
});

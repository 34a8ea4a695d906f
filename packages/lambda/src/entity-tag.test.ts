import { entityTag, isKnown } from './entity-tag.ts';

describe('isKnown', () => {
  const tag = entityTag('{"count":1}');

  it('finds the tag among others, weak or strong, and takes * for any', () => {
    const strong = tag.replace('W/', '');
    for (const given of [tag, strong, `"other", ${tag}`, `W/"a" ,${strong}`, '*'])
      expect(isKnown(tag, given)).toBe(true);
  });

  it('knows no other tag, and no part of one', () => {
    for (const given of [
      '',
      'W/',
      '"',
      entityTag('{"count":2}'),
      tag.slice(0, -1),
      `${tag}x`,
      'rubbish\u0000',
    ])
      expect(isKnown(tag, given)).toBe(false);
  });
});

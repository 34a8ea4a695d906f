import { manyPublished } from './many-published.fixture.ts';
import { feedKey, feedPartitions, itemOf } from './photo-item.ts';

describe('itemOf', () => {
  it('spreads published photos over all partitions of the feed, so that none takes much more than its part', () => {
    const counts = new Map<unknown, number>();
    for (const photo of manyPublished(4000)) {
      const { gsi2pk } = itemOf(photo);
      counts.set(gsi2pk, (counts.get(gsi2pk) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(feedPartitions.filter((name) => name !== 'FEED'));
    expect(Math.max(...counts.values())).toBeLessThan((4000 / counts.size) * 1.3);
  });

  it('keeps a photo in its partition, whatever changes in it', () => {
    const [photo] = manyPublished(1);
    if (!photo) throw new Error('there is one');
    const changed = { ...photo, title: 'Another title', version: 9 };
    expect(itemOf(changed).gsi2pk).toBe(itemOf(photo).gsi2pk);
    expect(itemOf(changed).gsi2pk).toBe(feedKey(photo.mediaId));
  });
});

import { anna, testWorld } from '../test-world.ts';
import { makeDescribePhotoPage } from './describe-photo-page.ts';

describe('makeDescribePhotoPage', () => {
  it('says title, words and picture of a published photo, and nothing of it before or after', async () => {
    const world = testWorld();
    const describePhoto = makeDescribePhotoPage(world.deps);
    const mediaId = await world.uploaded('public');
    expect(await describePhoto(mediaId)).toBeUndefined();
    await world.generated(mediaId, 'public', 2);
    await world.update(mediaId, { description: 'On the way.', altText: 'A white street' });
    expect(await describePhoto(mediaId)).toEqual({
      kind: 'article',
      title: 'First snow',
      description: 'On the way.',
      path: `/photos/${mediaId}`,
      picture: {
        path: '/renditions/set-2/link-preview.jpg',
        widthPx: 1200,
        heightPx: 630,
        altText: 'A white street',
      },
    });
    await world.update(mediaId, { visibility: 'private' });
    expect(await describePhoto(mediaId)).toBeUndefined();
    await world.remove(mediaId);
    expect(await describePhoto(mediaId)).toBeUndefined();
  });

  it('says whose it is where its owner said nothing, with the name as others know it', async () => {
    const world = testWorld();
    const told = { userId: anna, handle: 'anna', version: 1, handleSince: '2026-11-21T10:00:00.000Z' };
    await world.authors.remember({ ...told, displayName: 'Anna' });
    const mediaId = await world.uploaded('public');
    await world.generated(mediaId, 'public', 2);
    const tags = await makeDescribePhotoPage(world.deps)(mediaId);
    expect(tags?.description).toBe('A photo by \u2068Anna\u2069 on Shutterbus.');
  });

  it('asks for nothing that is no id', async () => {
    const { photos, authors } = testWorld();
    const find = async () => Promise.reject(new Error('asked'));
    const describePhoto = makeDescribePhotoPage({ photos: { ...photos, find }, authors });
    expect(await describePhoto('../anna')).toBeUndefined();
    expect(await describePhoto('')).toBeUndefined();
  });
});

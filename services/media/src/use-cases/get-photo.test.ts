import { PhotoNotFoundError } from '../errors.ts';
import { anna, ben, testWorld } from '../test-world.ts';

describe('makeGetPhoto', () => {
  it('gives the owner a link to the accepted version of the original', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('private');
    const { originalUrl, renditions } = await world.getPhoto({ mediaId, callerId: anna });
    expect(originalUrl).toContain('versionId=version-1&as=First-snow.jpg');
    expect(renditions).toEqual([]);
  });

  it('gives no link before the bytes are there, nor after a rejection', async () => {
    const world = testWorld();
    const { photo } = await world.request();
    expect(await world.getPhoto({ mediaId: photo.id, callerId: anna })).not.toHaveProperty('originalUrl');
    await world.arrives(photo.id, 'version-1', new Uint8Array());
    const rejected = await world.getPhoto({ mediaId: photo.id, callerId: anna });
    expect(rejected).not.toHaveProperty('originalUrl');
    expect(rejected.rejection?.code).toBe('empty');
  });

  it('shows others a published photo without the original, and nothing before or after', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    const asBen = () => world.getPhoto({ mediaId, callerId: ben });
    await expect(asBen()).rejects.toThrow(PhotoNotFoundError);
    await world.generated(mediaId, 'public', 2);
    expect(await asBen()).toMatchObject({ renditions: [{ url: '/renditions/set-2/w160.webp' }] });
    expect(await asBen()).not.toHaveProperty('originalUrl');
    await world.update(mediaId, { visibility: 'private' });
    await expect(asBen()).rejects.toThrow(PhotoNotFoundError);
  });
});

import { NotYourPhotoError, PhotoNotFoundError } from '../errors.ts';
import { anna, ben, testWorld } from '../test-world.ts';

describe('makeDeletePhoto', () => {
  it('removes the photo and names what has to follow', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('private');
    await world.remove(mediaId);
    expect(await world.photos.find(mediaId)).toBeUndefined();
    expect(world.told()).toEqual(['MediaUploaded@2', 'MediaDeleted@3']);
    expect(world.photos.events[1]?.detail.data).toMatchObject({ key: `originals/${anna}/${mediaId}` });
    await expect(world.remove(mediaId)).rejects.toThrow(PhotoNotFoundError);
  });

  it('leaves other people’s photos alone', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    await expect(world.remove(mediaId, ben)).rejects.toThrow(PhotoNotFoundError);
    await world.generated(mediaId, 'public', 2);
    await expect(world.remove(mediaId, ben)).rejects.toThrow(NotYourPhotoError);
  });
});

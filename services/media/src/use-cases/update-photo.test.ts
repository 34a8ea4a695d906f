import { ConcurrentChangeError, NotYourPhotoError, PhotoNotFoundError } from '../errors.ts';
import { ben, testWorld } from '../test-world.ts';

describe('makeUpdatePhoto', () => {
  it('changes the text and tells of both as they are now', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('private');
    expect(await world.update(mediaId, { title: 'Slush' })).toMatchObject({
      title: 'Slush',
      description: '',
    });
    expect(world.told()).toEqual(['MediaUploaded@2', 'MediaUpdated@3']);
    expect(world.photos.events[1]?.detail.data).toMatchObject({ title: 'Slush', description: '' });
  });

  it('takes an alternative text, and takes it away', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('private');
    expect((await world.update(mediaId, { altText: 'A white street' })).altText).toBe('A white street');
    expect((await world.update(mediaId, { title: 'Slush' })).altText).toBe('A white street');
    expect((await world.update(mediaId, { altText: '' })).altText).toBeUndefined();
    await world.update(mediaId, { altText: '' });
    const told = world.photos.events.slice(1).map(({ detail }) => detail.data);
    expect(told).toEqual([
      expect.objectContaining({ title: 'First snow', altText: 'A white street' }),
      expect.objectContaining({ title: 'Slush', altText: 'A white street' }),
      expect.not.objectContaining({ altText: expect.anything() }),
    ]);
  });

  it('gives each event of one change a version of its own', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('private');
    await world.update(mediaId, { title: 'Slush', visibility: 'public' });
    expect(world.told()).toEqual(['MediaUploaded@2', 'MediaUpdated@3', 'MediaVisibilityChanged@4']);
    expect(await world.photos.find(mediaId)).toMatchObject({ version: 4, visibilityVersion: 4 });
  });

  it('changes nothing when everything is as asked', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('private');
    await world.update(mediaId, { title: 'First snow', visibility: 'private' });
    expect(world.told()).toEqual(['MediaUploaded@2']);
  });

  it('tells of no move while there is nothing to move', async () => {
    const world = testWorld();
    const { photo } = await world.request();
    await world.update(photo.id, { visibility: 'public' });
    expect(world.told()).toEqual([]);
  });

  it('hides somebody else’s photo, and refuses the change when everybody can see it', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    await expect(world.update(mediaId, { title: 'Mine' }, ben)).rejects.toThrow(PhotoNotFoundError);
    await world.generated(mediaId, 'public', 2);
    await expect(world.update(mediaId, { title: 'Mine' }, ben)).rejects.toThrow(NotYourPhotoError);
  });

  it('gives up when others write every time', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('private');
    world.photos.saveEdited = async () => {
      throw new ConcurrentChangeError();
    };
    await expect(world.update(mediaId, { title: 'Slush' })).rejects.toThrow(ConcurrentChangeError);
  });
});

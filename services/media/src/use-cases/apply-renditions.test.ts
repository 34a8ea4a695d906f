import { testWorld } from '../test-world.ts';

const feedOf = async (world: ReturnType<typeof testWorld>) =>
  (await world.listFeed({ limit: 10 })).items.map(({ id }) => id);

describe('makeApplyRenditions', () => {
  it('publishes a public photo, once for two deliveries', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    await world.generated(mediaId, 'public', 2);
    const after = await world.photos.find(mediaId);
    await world.generated(mediaId, 'public', 2);
    expect(world.told()).toEqual(['MediaUploaded@2', 'MediaPublished@3']);
    expect(await world.photos.find(mediaId)).toEqual(after);
    expect(after).toMatchObject({ status: 'ready', publishedAt: expect.any(String) });
    expect(await feedOf(world)).toEqual([mediaId]);
  });

  it('takes a set that was made anew, and tells nobody', async () => {
    const world = testWorld();
    const [mediaId, later] = [await world.uploaded('public'), await world.uploaded('public')];
    for (const id of [mediaId, later]) await world.generated(id, 'public', 2, 5);
    const before = await world.photos.find(mediaId);
    const told = world.told();
    const feed = await feedOf(world);

    await world.generated(mediaId, 'public', 2, 8);
    const after = await world.photos.find(mediaId);
    await world.generated(mediaId, 'public', 2, 8);
    await world.generated(mediaId, 'public', 2, 5);
    expect(await world.photos.find(mediaId)).toEqual(after);
    expect(after).toMatchObject({ picture: { setVersion: 8 }, publishedAt: before?.publishedAt });

    await world.generated(mediaId, 'public', 4, 11);
    expect((await world.photos.find(mediaId))?.picture).toMatchObject({ mediaVersion: 4, setVersion: 11 });
    expect(world.told()).toEqual(told);
    expect(await feedOf(world)).toEqual(feed);
  });

  it('takes a set that was made anew for a photo that was written before sets had versions', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    await world.generated(mediaId, 'public', 2);
    const photo = await world.photos.find(mediaId);
    if (!photo?.picture) throw new Error('the photo is not ready');
    const { setVersion: _, ...picture } = photo.picture;
    await world.photos.save(photo, { photo: { ...photo, picture }, events: [] });
    await world.generated(mediaId, 'public', 2, 8);
    expect((await world.photos.find(mediaId))?.picture).toMatchObject({ setVersion: 8 });
  });

  it('publishes with a set that was made anew and is the first for the last change of visibility', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('private');
    await world.generated(mediaId, 'private', 2);
    await world.update(mediaId, { visibility: 'public' });
    const { version = 0 } = (await world.photos.find(mediaId)) ?? {};
    await world.generated(mediaId, 'public', version, 9);
    expect(world.told().filter((event) => event.startsWith('MediaPublished'))).toHaveLength(1);
    expect(await feedOf(world)).toEqual([mediaId]);
  });

  it('makes a private photo ready and tells nobody', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('private');
    await world.generated(mediaId, 'private', 2);
    expect(world.told()).toEqual(['MediaUploaded@2']);
    expect(await world.photos.find(mediaId)).toMatchObject({ status: 'ready' });
    expect(await feedOf(world)).toEqual([]);
  });

  it.each(['in order', 'reversed'])(
    'publishes only with the set for the last change of visibility (%s)',
    async (order) => {
      const world = testWorld();
      const mediaId = await world.uploaded('private');
      await world.update(mediaId, { visibility: 'public' });
      const events = [
        () => world.generated(mediaId, 'private', 2),
        () => world.generated(mediaId, 'public', 3),
      ];
      const arriving = order === 'in order' ? events : events.toReversed();
      await arriving[0]?.();
      expect((await world.photos.find(mediaId))?.status).toBe('ready');
      expect(await feedOf(world)).toEqual(order === 'in order' ? [] : [mediaId]);
      await arriving[1]?.();
      expect(await feedOf(world)).toEqual([mediaId]);
      expect(world.told().filter((event) => event.startsWith('MediaPublished'))).toHaveLength(1);
      expect((await world.listFeed({ limit: 1 })).items[0]?.renditions[0]?.url).toBe(
        '/renditions/set-3/w160.webp',
      );
    },
  );

  it('does not publish the set of an earlier publication', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    await world.update(mediaId, { visibility: 'private' });
    await world.update(mediaId, { visibility: 'public' });
    await world.generated(mediaId, 'public', 2);
    expect(await feedOf(world)).toEqual([]);
    await world.generated(mediaId, 'public', 4);
    expect(await feedOf(world)).toEqual([mediaId]);
  });

  it('keeps the time of the first publication and tells of each', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    await world.generated(mediaId, 'public', 2);
    const first = (await world.photos.find(mediaId))?.publishedAt;
    const hidden = await world.update(mediaId, { visibility: 'private' });
    expect(hidden.renditions.map(({ url }) => url)).toEqual([undefined]);
    expect(await feedOf(world)).toEqual([]);
    await world.update(mediaId, { visibility: 'public' });
    await world.generated(mediaId, 'public', 5);
    expect(world.told().filter((event) => event.startsWith('MediaPublished'))).toEqual([
      'MediaPublished@3',
      'MediaPublished@6',
    ]);
    expect((await world.photos.find(mediaId))?.publishedAt).toBe(first);
    const published = world.photos.events.filter(({ detailType }) => detailType === 'MediaPublished');
    // Hidden, its renditions moved: what shows it now is somewhere else.
    expect(published.map(({ detail }) => detail.data)).toMatchObject([
      { picture: { mediaVersion: 2 } },
      { picture: { mediaVersion: 5 } },
    ]);
  });

  it('ignores a photo that is gone', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    await world.remove(mediaId);
    await world.generated(mediaId, 'public', 2);
    expect(await world.photos.find(mediaId)).toBeUndefined();
    expect(world.told()).toEqual(['MediaUploaded@2', 'MediaDeleted@3']);
  });

  it('survives an owner who writes at the same time', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    await Promise.all([world.generated(mediaId, 'public', 2), world.update(mediaId, { title: 'Slush' })]);
    expect(await world.photos.find(mediaId)).toMatchObject({ status: 'ready', title: 'Slush' });
    expect(await feedOf(world)).toEqual([mediaId]);
  });
});

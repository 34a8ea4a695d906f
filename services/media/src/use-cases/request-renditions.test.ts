import { MediaRenditionsRequested } from '@shutterbus/contracts/events/media';
import type { Visibility } from '@shutterbus/contracts/fields';
import { anna, testWorld } from '../test-world.ts';

const trace = { correlationId: 'backfill', causationId: 'invocation' };

async function readyPhoto(world: ReturnType<typeof testWorld>, visibility: Visibility): Promise<string> {
  const mediaId = await world.uploaded(visibility);
  await world.generated(mediaId, visibility, 2);
  return mediaId;
}

describe('makeRequestRenditions', () => {
  it('asks for those of every photo that is ready, page by page', async () => {
    const world = testWorld();
    const ready = [await readyPhoto(world, 'public'), await readyPhoto(world, 'private')];
    await world.request();
    await world.uploaded('public');
    await world.failed(await world.uploaded('public'));
    const before = world.photos.events.length;

    const first = await world.requestRenditions({ limit: 1, dryRun: false, trace });
    expect(first).toEqual({ requested: 1, cursor: expect.any(String) });
    const second = await world.requestRenditions({ limit: 1, cursor: first.cursor, dryRun: false, trace });
    expect(second).toEqual({ requested: 1, cursor: undefined });

    const events = world.photos.events.slice(before);
    expect(events.map(({ detailType }) => detailType)).toEqual(Array(2).fill('MediaRenditionsRequested'));
    expect(events.map(({ detail }) => detail.metadata.aggregateId).sort()).toEqual(ready.sort());
  });

  it('names the original and what the photo is, and leaves the photo as it is', async () => {
    const world = testWorld();
    const mediaId = await readyPhoto(world, 'public');
    const before = await world.photos.find(mediaId);
    await world.requestRenditions({ limit: 10, dryRun: false, trace });
    expect(await world.photos.find(mediaId)).toEqual(before);
    const { metadata, data } = world.photos.events.at(-1)?.detail ?? {};
    expect(metadata).toMatchObject({ ...trace, aggregateId: mediaId, aggregateVersion: before?.version });
    expect(MediaRenditionsRequested.data.parse(data)).toEqual({
      mediaId,
      ownerId: anna,
      bucket: 'uploads-bucket',
      key: `originals/${anna}/${mediaId}`,
      versionId: 'version-1',
      visibility: 'public',
    });
  });

  it('writes nothing in a dry run', async () => {
    const world = testWorld();
    await readyPhoto(world, 'public');
    const before = world.told();
    expect(await world.requestRenditions({ limit: 10, dryRun: true, trace })).toMatchObject({ requested: 1 });
    expect(world.told()).toEqual(before);
  });

  it('asks for a page again when its events could not be written', async () => {
    const world = testWorld();
    await readyPhoto(world, 'public');
    const before = world.told();
    const { announce } = world.photos;
    world.photos.announce = async () => {
      throw new Error('throttled');
    };
    await expect(world.requestRenditions({ limit: 10, dryRun: false, trace })).rejects.toThrow('throttled');
    expect(world.told()).toEqual(before);
    world.photos.announce = announce;
    expect(await world.requestRenditions({ limit: 10, dryRun: false, trace })).toMatchObject({
      requested: 1,
    });
  });
});

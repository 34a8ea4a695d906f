import { DailyDownloadsError, DownloadUnderWayError, NothingToDownloadError } from '../download-errors.ts';
import { NotYourPhotoError, PhotoNotFoundError } from '../errors.ts';
import { anna, ben, testWorld } from '../test-world.ts';

describe('makeRequestDownload', () => {
  const told = (world: ReturnType<typeof testWorld>) =>
    world.downloads.events.map(({ detail }) => detail.data);

  it('begins one, and tells of it', async () => {
    const world = testWorld();
    await world.uploaded('private');
    const download = await world.requestDownload();
    expect(download).toMatchObject({ status: 'packing', photos: 0, parts: [] });
    expect(told(world)).toEqual([{ downloadId: download.id, ownerId: anna }]);
    expect((await world.listDownloads({ ownerId: anna })).items).toEqual([download]);
    expect((await world.listDownloads({ ownerId: ben })).items).toEqual([]);
  });

  it('begins none beside one that is packed, also of two asked for at once, until a day is over', async () => {
    const world = testWorld();
    await world.uploaded('private');
    const asked = await Promise.allSettled([world.requestDownload(), world.requestDownload()]);
    expect(asked.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))).toEqual([
      expect.any(DownloadUnderWayError),
    ]);
    await world.uploaded('private', ben);
    await expect(world.requestDownload(undefined, ben)).resolves.toMatchObject({ status: 'packing' });
    world.passes(25);
    await expect(world.requestDownload()).resolves.toMatchObject({ status: 'packing' });
  });

  it('begins three within a day, and says when there is room for another', async () => {
    const world = testWorld();
    await world.uploaded('private');
    for (let count = 0; count < 3; count += 1) {
      await world.pack((await world.requestDownload()).id);
      world.passes(1);
    }
    const refused = await world.requestDownload().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DailyDownloadsError);
    expect(refused).toMatchObject({ limit: { name: 'downloadsPerDay', max: 3 } });
    const { retryAfterSeconds = 0 } = refused as DailyDownloadsError;
    expect(retryAfterSeconds / 3600).toBeCloseTo(21, 1);
    world.passes(21);
    await expect(world.requestDownload()).resolves.toMatchObject({ status: 'packing' });
  });

  it('takes photos of the caller alone', async () => {
    const world = testWorld();
    const [own, hidden, shown] = [
      await world.uploaded('private'),
      await world.uploaded('private', ben),
      await world.published(ben),
    ];
    await expect(world.requestDownload([own, hidden])).rejects.toThrow(PhotoNotFoundError);
    await expect(world.requestDownload([own, shown])).rejects.toThrow(NotYourPhotoError);
    expect(told(world)).toEqual([]);
    await expect(world.requestDownload([own, own])).resolves.toMatchObject({ status: 'packing' });
  });

  it('begins none where no photo has bytes', async () => {
    const world = testWorld();
    await expect(world.requestDownload()).rejects.toThrow(NothingToDownloadError);
    const { photo } = await world.request();
    const refused = await world.uploaded('private');
    await world.failed(refused);
    await expect(world.requestDownload()).rejects.toThrow(NothingToDownloadError);
    await expect(world.requestDownload([photo.id, refused])).rejects.toThrow(NothingToDownloadError);
  });
});

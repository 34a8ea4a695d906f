import { unzipSync } from 'fflate';
import { DownloadNotFoundError } from '../download-errors.ts';
import { anna, ben, jpegStart, testWorld } from '../test-world.ts';
import { attemptsAtMost, DownloadGivenUpError } from './pack-download.ts';

type World = ReturnType<typeof testWorld>;

const bytesOf = (text: string) => Uint8Array.from([...jpegStart, ...Buffer.from(text)]);
const told = (world: World) => world.downloads.events.slice(1).map(({ detailType }) => detailType);

/** A photo of this title whose bytes say what they are. */
async function uploaded(world: World, title: string, ownerId = anna): Promise<string> {
  const { photo } = await world.request({ ownerId });
  await world.arrives(photo.id, 'version-1', bytesOf(title), ownerId);
  await world.update(photo.id, { title }, ownerId);
  return photo.id;
}

/** What the zip files of this person hold, by name. */
function contents(world: World): Record<string, string> {
  return Object.fromEntries(
    [...world.zips.zips.values()].flatMap((zip) =>
      Object.entries(unzipSync(zip)).map(([name, bytes]) => [
        name.replace(/^(photos-\d+)\/\S+ /, '$1/'),
        Buffer.from(bytes.subarray(jpegStart.length)).toString(),
      ]),
    ),
  );
}

describe('makePackDownload', () => {
  it('packs what another program reads, of this person alone, and tells how much and until when', async () => {
    const world = testWorld();
    await uploaded(world, 'Snow');
    await uploaded(world, 'Snow');
    await uploaded(world, 'Ice');
    await uploaded(world, 'Not hers', ben);
    await world.request();
    const { id } = await world.requestDownload();
    await world.pack(id);
    expect(contents(world)).toEqual({
      'photos-1/Ice.jpg': 'Ice',
      'photos-1/Snow.jpg': 'Snow',
      'photos-1/Snow (2).jpg': 'Snow',
    });
    const download = await world.getDownload({ downloadId: id, callerId: anna });
    expect(download).toMatchObject({ status: 'ready', photos: 3 });
    const key = `downloads/${anna}/${id}/1.zip`;
    expect(download.parts).toEqual([
      {
        ...{ number: 1, photos: 3, sizeBytes: world.zips.zips.get(key)?.length },
        url: `https://downloads.example.com/${key}?as=shutterbus-photos-2026-11-21-1.zip`,
      },
    ]);
    const [, ready] = world.downloads.events;
    expect(ready).toMatchObject({
      detailType: 'DownloadPacked',
      detail: { data: { downloadId: id, photos: 3, parts: 1, until: download.until } },
    });
    expect(JSON.stringify(ready)).not.toContain('https:');
    await expect(world.getDownload({ downloadId: id, callerId: ben })).rejects.toThrow(DownloadNotFoundError);
  });

  it('gives links for a day, and then none', async () => {
    const world = testWorld();
    await uploaded(world, 'Snow');
    const { id } = await world.requestDownload();
    await world.pack(id);
    world.passes(23);
    expect((await world.getDownload({ downloadId: id, callerId: anna })).parts[0]?.url).toBeDefined();
    world.passes(1);
    const over = await world.getDownload({ downloadId: id, callerId: anna });
    expect(over.status).toBe('expired');
    expect(over.parts[0]?.url).toBeUndefined();
  });

  it('packs the chosen ones, without those that were deleted since or whose bytes are gone', async () => {
    const world = testWorld();
    const [kept, deleted, gone] = [
      await uploaded(world, 'Kept'),
      await uploaded(world, 'Deleted'),
      await uploaded(world, 'Gone'),
    ];
    await uploaded(world, 'Not chosen');
    const { id } = await world.requestDownload([kept, deleted, gone]);
    await world.remove(deleted);
    world.originals.versions.delete(`originals/${anna}/${gone}@version-1`);
    await world.pack(id);
    expect(contents(world)).toEqual({ 'photos-1/Kept.jpg': 'Kept' });
  });

  it('packs many in several files, one a message, and loses none between them', async () => {
    const world = testWorld({ perDay: 500, openAtOnce: 500 });
    const large = 25 * 1024 ** 2;
    for (let number = 0; number < 130; number += 1) {
      const { photo } = await world.request({ sizeBytes: large });
      const key = `originals/${anna}/${photo.id}`;
      world.originals.versions.set(`${key}@version-1`, bytesOf(`${number}`));
      await world.objectCreated(photo.id, 'version-1', large);
    }
    const { id } = await world.requestDownload();
    await world.pack(id);
    expect(told(world)).toEqual([]);
    for (let messages = 1; world.again.pop() && messages < 10; messages += 1) await world.pack(id);
    const { parts, status } = await world.getDownload({ downloadId: id, callerId: anna });
    expect(status).toBe('ready');
    // A page is 25 photos of 25 MiB; three of them are less than two GiB.
    expect(parts.map(({ photos }) => photos)).toEqual([75, 55]);
    expect(new Set(Object.values(contents(world))).size).toBe(130);
    expect(told(world)).toEqual(['DownloadPacked']);
  });

  it('packs once what is told twice, and goes on where the message for the next part was lost', async () => {
    const world = testWorld();
    await uploaded(world, 'Snow');
    const { id } = await world.requestDownload();
    await Promise.allSettled([world.pack(id), world.pack(id)]);
    await world.pack(id);
    expect(told(world)).toEqual(['DownloadPacked']);
    await world.pack('01KAJ7Q2M8Z4X6T0V5R3N1B9ZZ');
  });

  it('tries four times, then tells that it failed and lets the message go; a redrive packs it after all', async () => {
    const world = testWorld();
    await uploaded(world, 'Snow');
    const { id } = await world.requestDownload();
    const { readWhole } = world.originals;
    world.deps.originals.readWhole = async () => {
      throw new Error('S3 is away');
    };
    for (let attempt = 0; attempt < attemptsAtMost; attempt += 1) {
      await expect(world.pack(id)).rejects.toThrow('S3 is away');
      expect(told(world)).toEqual([]);
    }
    await expect(world.pack(id)).rejects.toThrow(DownloadGivenUpError);
    expect(told(world)).toEqual(['DownloadFailed']);
    expect((await world.listDownloads({ ownerId: anna })).items[0]?.status).toBe('failed');
    await expect(world.requestDownload()).resolves.toMatchObject({ status: 'packing' });
    world.deps.originals.readWhole = readWhole;
    await world.pack(id);
    expect(world.downloads.events.at(-1)?.detailType).toBe('DownloadPacked');
  });

  it('tells that nothing is left when all were deleted meanwhile, and leaves no empty file', async () => {
    const world = testWorld();
    const [first, second] = [await uploaded(world, 'Snow'), await uploaded(world, 'Ice')];
    const { id } = await world.requestDownload();
    await world.remove(first);
    world.originals.versions.delete(`originals/${anna}/${second}@version-1`);
    await world.pack(id);
    expect(world.downloads.events.at(-1)?.detail.data).toMatchObject({ reasonCode: 'nothing-left' });
    expect(world.zips.zips.size).toBe(0);
  });

  it('leaves nothing of who is gone, also when they go while it is packed', async () => {
    const world = testWorld();
    await uploaded(world, 'Snow');
    await world.pack((await world.requestDownload()).id);
    await uploaded(world, 'His', ben);
    await world.pack((await world.requestDownload(undefined, ben)).id, ben);
    const { id } = await world.requestDownload();
    const { readWhole } = world.originals;
    world.deps.originals.readWhole = async (original) => {
      await world.forgetDownloads(anna);
      return readWhole(original);
    };
    await world.pack(id);
    expect([...world.zips.zips.keys()]).toEqual([expect.stringContaining(ben)]);
    expect((await world.listDownloads({ ownerId: anna })).items).toEqual([]);
  });
});

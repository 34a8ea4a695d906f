import type { Photo } from '../api/media.ts';
import { forEachPhoto } from './for-each-photo.ts';

const photo = (id: string) => ({ id, title: id }) as Photo;
const photos = ['a', 'b', 'c', 'd', 'e'].map(photo);
const idsOf = (list: Photo[]) => list.map(({ id }) => id);

describe('forEachPhoto', () => {
  it('tells of each photo whether it was done, and why not, in their order', async () => {
    const progress: number[] = [];
    const outcome = await forEachPhoto(
      photos,
      async ({ id }) => {
        if (id === 'a' || id === 'd') throw new Error(`Not ${id}.`);
      },
      { onProgress: (settled) => progress.push(settled) },
    );
    expect(idsOf(outcome.done)).toEqual(['b', 'c', 'e']);
    expect(outcome.failed.map(({ photo: { id }, reason }) => [id, reason.message])).toEqual([
      ['a', 'Not a.'],
      ['d', 'Not d.'],
    ]);
    expect(progress).toEqual([1, 2, 3, 4, 5]);
  });

  it('works on three at once, and on each once', async () => {
    let running = 0;
    let most = 0;
    const seen: string[] = [];
    await forEachPhoto(photos, async ({ id }) => {
      seen.push(id);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    });
    expect(most).toBe(3);
    expect(seen.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('begins none after it was told to stop, and says of none that it was done', async () => {
    const controller = new AbortController();
    const outcome = await forEachPhoto(
      photos,
      async ({ id }) => {
        if (id === 'b') controller.abort();
        if (id === 'c') throw new Error('Not c.');
      },
      { signal: controller.signal },
    );
    expect(idsOf(outcome.done)).toEqual(['a', 'b']);
    expect(outcome.failed).toEqual([]);
  });

  it('has nothing to do for none', async () => {
    await expect(forEachPhoto([], () => Promise.reject(new Error('asked')))).resolves.toEqual({
      done: [],
      failed: [],
    });
  });
});

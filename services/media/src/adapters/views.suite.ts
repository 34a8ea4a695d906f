import { ConcurrentChangeError } from '../errors.ts';
import type { AnswerCountRepository, ViewRepository } from '../ports.ts';
import { noViews } from '../views.ts';

const [first, second] = ['01KAJ7Q2M8Z4X6T0V5R3N1B9C1', '01KAJ7Q2M8Z4X6T0V5R3N1B9C2'];

interface Made {
  views: ViewRepository;
  counts: AnswerCountRepository;
  /** Somebody likes the photo. */
  like: (mediaId: string) => Promise<void>;
  /** Removes the photo, as far as counting goes. */
  remove: (mediaId: string) => Promise<void>;
}

/** What every ViewRepository does. */
export function behavesAsViews(make: () => Promise<Made>): void {
  const [some, more] = [
    { total: 3, minute: 29_900_000, inMinute: 3 },
    { total: 5, minute: 29_900_001, inMinute: 2 },
  ];

  it('keeps what was counted, and none of it over another count', async () => {
    const { views } = await make();
    expect(await views.find(first)).toEqual(noViews);
    await views.keep(first, noViews, some);
    for (const before of [noViews, more])
      await expect(views.keep(first, before, more)).rejects.toThrow(ConcurrentChangeError);
    await views.keep(first, some, more);
    expect(await views.find(first)).toEqual(more);
    expect(await views.find(second)).toEqual(noViews);
  });

  it('counts beside likes, and nothing of a photo that is gone', async () => {
    const { views, counts, like, remove } = await make();
    await like(first);
    await views.keep(first, noViews, some);
    expect((await counts.findMany([first])).get(first)).toMatchObject({ likes: 1 });
    await remove(first);
    await expect(views.keep(first, some, more)).rejects.toThrow(ConcurrentChangeError);
  });
}

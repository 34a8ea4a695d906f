import { anna, ben, noon } from '../notices.fixture.ts';
import type { Publication, PublicationRepository } from '../ports.ts';

const idOf = (n: number) => `01KAJ7Q2M8Z4X6T0V5R3N1B${String(n).padStart(3, '0')}`;
const after = (seconds: number) => new Date(Date.parse(noon) + seconds * 1000).toISOString();

/** What every PublicationRepository does. */
export function describePublications(name: string, make: () => Promise<PublicationRepository>) {
  const photo = (n: number, seconds = n, more: Partial<Publication> = {}): Publication => ({
    ...{ ownerId: anna, mediaId: idOf(n), title: `Photo ${n}`, version: 4 },
    publishedAt: after(seconds),
    ...more,
  });
  const numbersOf = (photos: readonly { title: string }[]) => photos.map(({ title }) => title.slice(6));

  describe(name, () => {
    it('puts together what comes within a minute, also at once, in any order and again', async () => {
      const publications = await make();
      const six = [3, 5, 1, 0, 2, 4];
      await Promise.all(six.map((n) => publications.remember(photo(n))));
      const batches = await Promise.all([...six, ...six].map((n) => publications.remember(photo(n))));
      expect(new Set(batches.map(({ since }) => since)).size).toBe(1);
      for (const batch of batches) expect(numbersOf(batch.photos)).toEqual(['0', '1', '2', '3', '4', '5']);
    });

    it('begins anew after a minute, and leaves each photo where it was', async () => {
      const publications = await make();
      const first = await publications.remember(photo(0));
      const last = await publications.remember(photo(1, 59));
      const next = await publications.remember(photo(2, 61));
      expect([first.firstId, last.firstId, next.firstId]).toEqual([idOf(0), idOf(0), idOf(2)]);
      expect((await publications.remember(photo(1, 59))).since).toBe(first.since);
      expect(await publications.find(photo(1, 59))).toEqual(last);
      expect(numbersOf((await publications.find(photo(2, 61)))?.photos ?? [])).toEqual(['2']);
    });

    it('keeps what a photo was at its last publication, and counts it once', async () => {
      const publications = await make();
      await publications.remember(photo(0, 0, { version: 6, title: 'Photo 0b' }));
      const { photos } = await publications.remember(photo(0));
      expect(photos).toEqual([{ mediaId: idOf(0), title: 'Photo 0b', version: 6 }]);
    });

    it('knows nothing of others, nor of what nobody told', async () => {
      const publications = await make();
      await publications.remember(photo(0));
      expect(await publications.find(photo(1))).toBeUndefined();
      expect((await publications.remember(photo(1, 1, { ownerId: ben }))).firstId).toBe(idOf(1));
    });

    it('forgets what one person published, and nothing of others', async () => {
      const publications = await make();
      await publications.remember(photo(0));
      await publications.remember(photo(1, 90));
      await publications.remember(photo(2, 2, { ownerId: ben }));
      for (const _ of [1, 2]) await publications.forget(anna);
      const found = await Promise.all(
        [photo(0), photo(1, 90), photo(2, 2, { ownerId: ben })].map((one) => publications.find(one)),
      );
      expect(found.map((batch) => batch?.photos.length)).toEqual([undefined, undefined, 1]);
    });

    it('begins anew after a hundred', async () => {
      const publications = await make();
      for (let n = 0; n < 101; n += 1) await publications.remember(photo(n, n / 10));
      const [full, next] = await Promise.all([99, 100].map((n) => publications.find(photo(n, n / 10))));
      expect([full?.photos.length, next?.photos.length]).toEqual([100, 1]);
      expect((await publications.remember(photo(100, 10))).photos).toHaveLength(1);
    });
  });
}

import type { HomeRepository } from '../ports.ts';
import { anna, ben } from '../test-world.ts';

const place = (number: number, userId = anna) => ({
  userId,
  mediaId: `01KAJ7Q2M8Z4X6T0V5R3N1B${String(number).padStart(3, '0')}`,
  ownerId: ben,
  publishedAt: `2026-11-21T12:${String(number % 60).padStart(2, '0')}:00.000Z`,
});

/** What every HomeRepository does. */
export function behavesAsHomes(make: () => Promise<HomeRepository>): void {
  it('lists the places of one person, newest first, in pages that neither repeat nor skip', async () => {
    const homes = await make();
    await homes.place([place(2), place(1), place(4, ben), place(3)]);
    const first = await homes.listPlaces(anna, { limit: 2 });
    const { userId: _, ...third } = place(3);
    expect(first.items[0]).toEqual(third);
    const second = await homes.listPlaces(anna, { limit: 2, cursor: first.nextCursor });
    const ids = [...first.items, ...second.items].map(({ mediaId }) => mediaId.slice(-1));
    expect(ids).toEqual(['3', '2', '1']);
    expect(second.nextCursor).toBeUndefined();
  });

  it('removes the places of one person, in calls that end', async () => {
    const homes = await make();
    await homes.place([...Array.from({ length: 30 }, (_, number) => place(number)), place(4, ben)]);
    while (await homes.removeSome(anna));
    expect((await homes.listPlaces(anna, { limit: 50 })).items).toEqual([]);
    expect((await homes.listPlaces(ben, { limit: 50 })).items).toHaveLength(1);
  });

  it('keeps one place of a photo, however often and with however many others it is put there', async () => {
    const homes = await make();
    const many = Array.from({ length: 30 }, (_, number) => place(number));
    await homes.place(many);
    await homes.place(many.toReversed());
    await homes.place([]);
    expect((await homes.listPlaces(anna, { limit: 50 })).items).toHaveLength(30);
  });
}

import { newestOf, type ReadPart } from './newest-of.ts';

/** Partitions by their names, with the positions that lie in them. Counts what is read. */
function shelves(content: Record<string, string[]>) {
  const seen = { items: 0, requests: 0 };
  const read: ReadPart<string> = async (partition, limit, after) => {
    const newest = (content[partition] ?? []).toSorted().reverse();
    const rest = newest.filter((position) => after === undefined || position < after);
    const items = rest.slice(0, limit).map((position) => ({ position, item: position }));
    seen.items += items.length;
    seen.requests += 1;
    return { items, more: rest.length > items.length };
  };
  return { seen, read, names: Object.keys(content) };
}

/** Three digits, so that they sort as text. */
const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index).padStart(3, '0'));

const ids = (part: { items: { item: string }[] }): string[] => part.items.map(({ item }) => item);

describe('newestOf', () => {
  it.each([
    ['spread evenly', [1, 2, 3, 4].map((shelf) => numbers(1, 80).filter((n) => Number(n) % 4 === shelf % 4))],
    ['all in one', [numbers(1, 80), [], [], []]],
    ['in two halves of time', [numbers(1, 40), numbers(41, 80), [], []]],
    ['few in one, many in another', [numbers(78, 80), numbers(1, 77), [], []]],
  ])('gives the newest of all, %s, with at most two requests to each', async (_, lists) => {
    const { seen, read, names } = shelves(
      Object.fromEntries(lists.map((list, index) => [`s${index}`, list])),
    );
    expect(ids(await newestOf(names, 20, read))).toEqual(numbers(61, 80).reverse());
    expect(seen.requests).toBeLessThanOrEqual(8);
    expect(seen.items).toBeLessThanOrEqual(44);
  });

  it('says whether more may follow', async () => {
    const { read, names } = shelves({ a: numbers(1, 3), b: numbers(4, 5) });
    expect(await newestOf(names, 4, read)).toMatchObject({ more: true });
    expect(await newestOf(names, 5, read)).toMatchObject({ more: false });
    expect(await newestOf([], 5, read)).toEqual({ items: [], more: false });
  });

  it('reads no more where more lies', async () => {
    const [few, many] = [100, 900].map((most) => {
      const lists = [0, 1, 2, 3].map((shelf) => numbers(1, most).filter((n) => Number(n) % 4 === shelf));
      return shelves(Object.fromEntries(lists.map((list, index) => [`s${index}`, list])));
    });
    for (const one of [few, many]) if (one) await newestOf(one.names, 20, one.read);
    expect(many?.seen).toEqual(few?.seen);
  });
});

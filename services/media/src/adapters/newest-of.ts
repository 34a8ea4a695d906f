export interface Positioned<Item> {
  /** Sorts as text, newest last. No two items have the same. */
  position: string;
  item: Item;
}

export interface Part<Item> {
  /** Newest first. */
  items: Positioned<Item>[];
  /** Others may follow. */
  more: boolean;
}

/** Reads one partition, from its newest item or from behind a position. */
export type ReadPart<Item> = (partition: string, limit: number, after?: string) => Promise<Part<Item>>;

/**
 * A page of a list that lies in several partitions, newest first. Each is asked for its share and one more; one that had
 * more than its share is asked a second time, for as many as may still stand between its last item and the end of the
 * page. So what a page reads depends on its length and on the number of partitions, never on how much lies in them.
 */
export async function newestOf<Item>(
  partitions: readonly string[],
  limit: number,
  read: ReadPart<Item>,
): Promise<Part<Item>> {
  const share = Math.min(limit, Math.ceil(limit / partitions.length) + 1);
  const first = await Promise.all(partitions.map((partition) => read(partition, share)));
  const found = merged(first);
  const parts = await Promise.all(
    first.map(async (part, index) => {
      const last = part.items.at(-1)?.position;
      if (!part.more || last === undefined) return part;
      const behind = limit - found.filter(({ position }) => position >= last).length;
      if (behind <= 0) return part;
      const rest = await read(partitions[index] ?? '', behind, last);
      return { items: [...part.items, ...rest.items], more: rest.more };
    }),
  );
  const all = merged(parts);
  return { items: all.slice(0, limit), more: all.length > limit || parts.some(({ more }) => more) };
}

const merged = <Item>(parts: readonly Part<Item>[]): Positioned<Item>[] =>
  parts.flatMap(({ items }) => items).sort((a, b) => (a.position < b.position ? 1 : -1));

/** All of them with CORPUS=whole, as in the pipeline; else so many from the whole length, the same each time. */
export function sample<Item>(items: readonly Item[], count: number): Item[] {
  if (process.env.CORPUS === 'whole' || items.length <= count) return [...items];
  const step = items.length / count;
  return Array.from({ length: count }, (_, index) => items[Math.floor(index * step)]).filter(
    (item) => item !== undefined,
  );
}

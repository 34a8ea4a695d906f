/** With CHECKS=whole, as in the pipeline, everything is tried. */
export const isWhole = process.env.CHECKS === 'whole';

/** All of them where everything is tried; else so many from the whole length, the same each time. */
export function sample<Item>(items: readonly Item[], count: number): Item[] {
  if (isWhole || items.length <= count) return [...items];
  const step = items.length / count;
  return Array.from({ length: count }, (_, index) => items[Math.floor(index * step)]).filter(
    (item) => item !== undefined,
  );
}

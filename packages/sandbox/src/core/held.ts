/** One thing in a table, a bucket, a queue or a pool of people. */
export interface Held {
  title: string;
  /** What is known of it at a glance: size, time, state. */
  notes: readonly string[];
  content: unknown;
  /** It is a picture, which browsers can show. */
  isPicture?: boolean;
}

export interface HeldPage {
  held: Held[];
  /** Where the next page begins; absent on the last. */
  next?: string | undefined;
}

/**
 * What something holds, a page at a time, for the sandbox's own pages: nobody is asked who may see it.
 * @param from what the page before gave as `next`
 * @param sought a whole partition key of a table, the beginning of an object's key, a part of anything else
 * @throws Error for a `from` that none gave
 */
export type ReadHeld = (
  name: string,
  from: string | undefined,
  sought: string | undefined,
) => HeldPage | Promise<HeldPage>;

export const heldOnPage = 50;

/** A page of what is at hand, by its number. */
export function pageOf(all: readonly Held[], from: string | undefined, sought: string | undefined): HeldPage {
  const found =
    sought === undefined
      ? all
      : all.filter(({ title, content }) => `${title} ${JSON.stringify(content)}`.includes(sought));
  const start = Number(from ?? 0);
  if (!Number.isSafeInteger(start) || start < 0) throw new RangeError(`${from} begins no page.`);
  const end = start + heldOnPage;
  return { held: found.slice(start, end), ...(end < found.length && { next: String(end) }) };
}

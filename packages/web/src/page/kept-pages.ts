import { type Entries, keepInEntry } from './keep-in-entry.ts';

/** A list as it was when its page was left. */
export interface KeptPages<Item> {
  items: Item[];
  cursor: string | undefined;
  scrollY: number;
}

/** Lists by the entry of the browser's history that showed them. */
export interface PageKeeper<Item> {
  recall(entry: string): KeptPages<Item> | undefined;
  keep(entry: string, pages: KeptPages<Item>): void;
}

/** Enough to go back a few pages; the oldest goes first. */
const maxEntries = 10;
const forgetters: (() => void)[] = [];

/** Remembers lists until the window closes or somebody signs out, so that Back leads to where one was. */
export function pageKeeper<Item>(): PageKeeper<Item> {
  const kept = new Map<string, KeptPages<Item>>();
  forgetters.push(() => kept.clear());
  return {
    recall: (entry) => kept.get(entry),
    keep(entry, pages) {
      kept.delete(entry);
      kept.set(entry, pages);
      const [oldest] = kept.keys();
      if (kept.size > maxEntries && oldest !== undefined) kept.delete(oldest);
    },
  };
}

/** What one person saw is not for the next. */
export function forgetKeptPages(): void {
  for (const forget of forgetters) forget();
}

/** Names the current entry of the history; gives it a name when it has none, beside what else is kept with it. */
export function historyEntry(history: Entries = window.history): string {
  const known = knownEntry(history);
  if (known) return known;
  const entry = crypto.randomUUID();
  keepInEntry({ entry }, history);
  return entry;
}

/** @returns undefined for an entry that was never named */
export function knownEntry({ state }: Pick<History, 'state'> = window.history): string | undefined {
  const entry: unknown =
    typeof state === 'object' && state !== null ? Reflect.get(state, 'entry') : undefined;
  return typeof entry === 'string' ? entry : undefined;
}

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Page } from '../api/client.ts';
import { historyEntry, knownEntry, type PageKeeper } from './kept-pages.ts';

export interface Pages<Item> {
  items: Item[];
  /** `empty` before the first page. */
  status: 'empty' | 'loading' | 'ready' | 'failed';
  error: unknown;
  hasMore: boolean;
  /** Where the page after those that are loaded begins; absent on the last one. */
  nextCursor: string | undefined;
  more(): void;
  /** Reads the first page again and puts what it holds in place, keeping what was loaded after it. */
  refresh(): Promise<Item[]>;
  change(edit: (items: Item[]) => Item[]): void;
}

/**
 * A list that grows page by page.
 * @param load must be stable; a new one starts the list again
 * @param keeper with it, Back finds the list and the place in it as they were; the first page is read again
 */
export function usePages<Item extends { id: string }>(
  load: (cursor?: string) => Promise<Page<Item>>,
  keeper?: PageKeeper<Item>,
): Pages<Item> {
  const [entry] = useState(historyEntry);
  const [recalled] = useState(() => keeper?.recall(entry));
  const [items, setItems] = useState<Item[]>(recalled?.items ?? []);
  const [cursor, setCursor] = useState(recalled?.cursor);
  const [status, setStatus] = useState<Pages<Item>['status']>(recalled ? 'ready' : 'empty');
  const [error, setError] = useState<unknown>();
  const run = useRef(0);

  const fetchPage = useCallback(
    async (from?: string) => {
      const mine = run.current;
      setStatus('loading');
      try {
        const page = await load(from);
        if (mine !== run.current) return;
        setItems((before) => {
          const known = new Set(before.map(({ id }) => id));
          return from === undefined
            ? page.items
            : [...before, ...page.items.filter(({ id }) => !known.has(id))];
        });
        setCursor(page.nextCursor);
        setStatus('ready');
      } catch (reason) {
        if (mine !== run.current) return;
        setError(reason);
        setStatus('failed');
      }
    },
    [load],
  );

  const refresh = useCallback(async () => {
    const mine = run.current;
    const page = await load();
    if (mine === run.current) {
      const fresh = new Set(page.items.map(({ id }) => id));
      const oldest = page.items.at(-1)?.id;
      setItems((before) => {
        const overlap = oldest === undefined ? -1 : before.findIndex(({ id }) => id === oldest);
        const tail = overlap < 0 ? [] : before.slice(overlap + 1).filter(({ id }) => !fresh.has(id));
        if (tail.length === 0) setCursor(page.nextCursor);
        return [...page.items, ...tail];
      });
    }
    return page.items;
  }, [load]);

  const firstLoad = useRef(load);
  useEffect(() => {
    run.current += 1;
    if (recalled && load === firstLoad.current) {
      // What is on the screen stays there when this fails.
      refresh().catch(() => {});
    } else {
      setItems([]);
      setCursor(undefined);
      void fetchPage();
    }
    return () => {
      run.current += 1;
    };
  }, [fetchPage, refresh, recalled, load]);

  useLayoutEffect(() => {
    if (recalled) scrollTo(0, recalled.scrollY);
  }, [recalled]);

  const latest = useRef({ items, cursor });
  latest.current = { items, cursor };
  useLayoutEffect(() => {
    if (!keeper) return;
    const keep = () => {
      // After a step in the history the page that is about to go still hears of scrolling that is not its own.
      if (knownEntry() === entry) keeper.keep(entry, { ...latest.current, scrollY });
    };
    addEventListener('scroll', keep, { passive: true });
    return () => removeEventListener('scroll', keep);
  }, [keeper, entry]);

  return {
    items,
    status,
    error,
    hasMore: cursor !== undefined,
    nextCursor: cursor,
    more: () => void fetchPage(cursor),
    refresh,
    change: setItems,
  };
}

import type { Pages } from '../page/use-pages.ts';
import { Loading } from './loading.tsx';

export function LoadMore<Item>({ pages }: { pages: Pages<Item> }) {
  const { items, status, hasMore, more } = pages;
  if (items.length === 0) return status === 'loading' ? <Loading /> : null;
  if (!hasMore || status === 'failed') return null;
  return (
    <p class="load-more">
      <button
        type="button"
        class="button"
        aria-disabled={status === 'loading'}
        onClick={() => status !== 'loading' && more()}
      >
        {status === 'loading' ? 'Loading…' : 'Load more'}
      </button>
    </p>
  );
}

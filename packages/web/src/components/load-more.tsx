import { useEffect, useRef } from 'preact/hooks';
import type { Pages } from '../page/use-pages.ts';
import { Failure } from './failure.tsx';
import { Loading } from './loading.tsx';

/** So far before its end comes into view, a list goes on: about a screen. */
const ahead = '900px 0px';

/**
 * The end of a list that goes on by itself when it comes near, or says why it does not. The button is for keyboards, and for
 * whoever waits.
 */
export function LoadMore<Item>({ pages }: { pages: Pages<Item> }) {
  const { items, status, error, hasMore, more } = pages;
  const end = useRef<HTMLParagraphElement>(null);
  const goOn = useRef(more);
  goOn.current = more;
  const waits = hasMore && status === 'ready';

  // Observing anew tells at once whether the end is still near, so that a short page is followed by the next.
  useEffect(() => {
    const { current } = end;
    if (!waits || !current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.disconnect();
        goOn.current();
      },
      { rootMargin: ahead },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [waits]);

  // Another try is as far down the page as the one before.
  const again = useRef(false);
  useEffect(() => {
    if (!again.current || status !== 'loading') return;
    again.current = false;
    end.current?.querySelector('button')?.focus({ preventScroll: true });
  }, [status]);
  const tryAgain = (pressed: boolean) => {
    again.current = pressed;
    more();
  };

  if (status === 'failed') return <Failure error={error} onRetry={tryAgain} />;
  if (items.length === 0 && status === 'loading') return <Loading />;
  if (!hasMore) return null;
  return (
    <p class="load-more" ref={end}>
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

import { useEffect, useRef } from 'preact/hooks';
import { ProblemError, reasonOf } from '../api/problem-error.ts';
import { FailureWords } from './failure-words.tsx';
import { Icon } from './icon.tsx';

/**
 * Something could not be read; `onRetry` tries again. It is called by itself once a lost connection is back, and then nobody has
 * `pressed` the button, and the focus stays where it is.
 */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: (pressed: boolean) => void }) {
  const retry = useRef(onRetry);
  retry.current = onRetry;
  const unconnected = error instanceof ProblemError && error.status === 0;
  useEffect(() => {
    if (!unconnected) return;
    const again = () => retry.current?.(false);
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, [unconnected]);
  // The button goes with what it tries again.
  const tryAgain = () => {
    document.getElementById('main')?.focus({ preventScroll: true });
    onRetry?.(true);
  };
  return (
    <div class="notice notice-bad" role="alert">
      <Icon name="warning" />
      <FailureWords failure={reasonOf(error)} />
      {onRetry && (
        <button type="button" class="button button-quiet" onClick={tryAgain}>
          Try again
        </button>
      )}
    </div>
  );
}

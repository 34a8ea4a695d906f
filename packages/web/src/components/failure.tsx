import { useEffect, useRef } from 'preact/hooks';
import { ProblemError } from '../api/problem-error.ts';
import { readFailure } from '../page/use-action.ts';
import { FailureWords } from './failure-words.tsx';
import { Icon } from './icon.tsx';

/** Something could not be read; `onRetry` tries again, and is called by itself once a lost connection is back. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const retry = useRef(onRetry);
  retry.current = onRetry;
  const unconnected = error instanceof ProblemError && error.status === 0;
  useEffect(() => {
    if (!unconnected) return;
    const again = () => retry.current?.();
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, [unconnected]);
  return (
    <div class="notice notice-bad" role="alert">
      <Icon name="warning" />
      <FailureWords failure={readFailure(error)} />
      {onRetry && (
        <button type="button" class="button button-quiet" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

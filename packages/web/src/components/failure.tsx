import { useEffect, useRef } from 'preact/hooks';
import { ProblemError, reasonOf } from '../api/problem-error.ts';
import { tryAgainWhenConnected } from '../page/try-again.ts';
import { FailureWords } from './failure-words.tsx';
import { Icon } from './icon.tsx';

/**
 * Something could not be read; `onRetry` tries again. Where nobody answered it is called by itself too, and then nobody has
 * `pressed` the button, and the focus stays where it is.
 */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: (pressed: boolean) => void }) {
  const retry = useRef(onRetry);
  retry.current = onRetry;
  const retries = onRetry !== undefined;
  useEffect(() => {
    const unanswered = error instanceof ProblemError && error.status === 0;
    if (unanswered && retries) return tryAgainWhenConnected(() => retry.current?.(false));
  }, [error, retries]);
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

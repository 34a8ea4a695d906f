import { messageOf } from '../api/problem-error.ts';
import { Icon } from './icon.tsx';

/** Something could not be read; `onRetry` tries again. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <div class="notice notice-bad" role="alert">
      <Icon name="warning" />
      <p>{messageOf(error)}</p>
      {onRetry && (
        <button type="button" class="button button-quiet" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

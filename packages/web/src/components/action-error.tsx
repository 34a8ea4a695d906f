import type { ActionFailure } from '../page/use-action.ts';
import { FailureWords } from './failure-words.tsx';

/** Why an action failed, beside what started it; nothing while it has not. */
export function ActionError({ failure }: { failure: ActionFailure | undefined }) {
  if (!failure) return null;
  return (
    <div class="field-error" role="alert">
      <FailureWords failure={failure} />
    </div>
  );
}

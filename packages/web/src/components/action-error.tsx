import type { ActionFailure } from '../page/use-action.ts';

/** Why an action failed, beside what started it; nothing while it has not. */
export function ActionError({ failure }: { failure: ActionFailure | undefined }) {
  if (!failure) return null;
  return (
    <p class="field-error" role="alert">
      {failure.message}
    </p>
  );
}

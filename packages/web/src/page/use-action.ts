import { useCallback, useState } from 'preact/hooks';
import { ProblemError, type Reason, reasonOf } from '../api/problem-error.ts';

export interface ActionFailure extends Reason {
  fields: Readonly<Record<string, string>>;
}

/** How to read what an action threw. */
export type ReadFailure = (error: unknown) => ActionFailure;

export const readFailure: ReadFailure = (error) => ({
  ...reasonOf(error),
  fields: error instanceof ProblemError ? error.fields : {},
});

/** Something that a button starts: busy meanwhile, once at a time, its failure kept for display. */
export function useAction<Arguments extends unknown[]>(
  action: (...given: Arguments) => Promise<void>,
  read: ReadFailure = readFailure,
) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ActionFailure>();
  const run = useCallback(
    async (...given: Arguments) => {
      if (busy) return;
      setBusy(true);
      setFailure(undefined);
      try {
        await action(...given);
      } catch (error) {
        setFailure(read(error));
      } finally {
        setBusy(false);
      }
    },
    [action, busy, read],
  );
  return { busy, failure, run };
}

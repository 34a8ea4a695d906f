import { useCallback, useEffect, useState } from 'preact/hooks';

export type Resource<Value> =
  | { status: 'loading' }
  | { status: 'failed'; error: unknown }
  | { status: 'ready'; value: Value };

/**
 * Something that a page needs before it can show anything.
 * @param load must be stable; a new one starts again
 */
export function useResource<Value>(load: () => Promise<Value>) {
  const [resource, setResource] = useState<Resource<Value>>({ status: 'loading' });
  const [attempt, setAttempt] = useState(0);
  // `attempt` is there to ask for another try.
  useEffect(() => {
    let current = true;
    setResource({ status: 'loading' });
    load().then(
      (value) => current && setResource({ status: 'ready', value }),
      (error: unknown) => current && setResource({ status: 'failed', error }),
    );
    return () => {
      current = false;
    };
  }, [load, attempt]);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  const set = useCallback((value: Value) => setResource({ status: 'ready', value }), []);
  return { resource, retry, set };
}

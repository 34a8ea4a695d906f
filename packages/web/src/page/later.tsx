import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { noConnection, type ProblemError } from '../api/problem-error.ts';
import { Failure } from '../components/failure.tsx';
import { Loading } from '../components/loading.tsx';

type Pages = typeof import('../pages/later-pages.ts').laterPages;

let loaded: Pages | undefined;

/**
 * A page of those that are loaded when somebody first comes to one of them. Another try reads the whole app anew: browsers
 * may remember that a file was not there, and the one that a newer release has is called otherwise.
 */
export function later(name: keyof Pages): ComponentType {
  return function Later() {
    const [pages, setPages] = useState(loaded);
    const [failure, setFailure] = useState<Failed>();
    useEffect(() => {
      if (pages) return;
      let current = true;
      import('../pages/later-pages.ts').then(
        ({ laterPages }) => {
          loaded = laterPages;
          if (current) setPages(laterPages);
        },
        () => current && setFailure({ error: noConnection(), wasOffline: !navigator.onLine }),
      );
      return () => {
        current = false;
      };
    }, [pages]);
    if (failure) {
      const { wasOffline } = failure;
      const readAnew = () =>
        fetch(location.href, { cache: 'no-store' }).then(
          () => location.reload(),
          () => setFailure({ error: noConnection(), wasOffline }),
        );
      return (
        <Failure error={failure.error} onRetry={(pressed) => (pressed || wasOffline) && void readAnew()} />
      );
    }
    const Page = pages?.[name];
    return Page ? <Page /> : <Loading />;
  };
}

interface Failed {
  error: ProblemError;
  /** If not, a file may be gone for good, and reading the app anew by itself would never end. */
  wasOffline: boolean;
}

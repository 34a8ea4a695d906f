import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { noConnection } from '../api/problem-error.ts';
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
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (pages) return;
      let current = true;
      import('../pages/later-pages.ts').then(
        ({ laterPages }) => {
          loaded = laterPages;
          if (current) setPages(laterPages);
        },
        () => current && setFailed(true),
      );
      return () => {
        current = false;
      };
    }, [pages]);
    if (failed) return <Failure error={noConnection()} onRetry={() => location.reload()} />;
    const Page = pages?.[name];
    return Page ? <Page /> : <Loading />;
  };
}

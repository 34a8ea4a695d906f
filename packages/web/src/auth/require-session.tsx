import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Failure } from '../components/failure.tsx';
import { Loading } from '../components/loading.tsx';
import { signInPath } from './return-path.ts';
import { useSession } from './session.ts';

/** Leads an anonymous visitor to the sign-in page, and from there back to this one. */
export function RequireSession({ children }: { children: ComponentChildren }) {
  const { state } = useSession();
  const { url, route } = useLocation();
  const anonymous = state.status === 'anonymous';
  useEffect(() => {
    if (anonymous) route(signInPath(url), true);
  }, [anonymous, url, route]);
  if (state.status === 'unreachable') return <Failure error={state.error} onRetry={state.retry} />;
  return state.status === 'signed-in' ? children : <Loading />;
}

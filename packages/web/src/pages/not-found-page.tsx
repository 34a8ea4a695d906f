import { useLocation } from 'preact-iso';
import { signInPath } from '../auth/return-path.ts';
import { useSession } from '../auth/session.ts';
import { Logo } from '../components/logo.tsx';
import { PageTitle } from '../components/page-title.tsx';

/** A visitor is told nothing of what is hidden, so it may be their own: signing in leads back to it. */
export function NotFoundPage() {
  const { state } = useSession();
  const { url } = useLocation();
  return (
    <div class="auth-card">
      <Logo />
      <PageTitle title="No stop here" />
      <p class="lead">This page does not exist, or you may not see it.</p>
      <a class="button button-primary" href="/">
        Back to the feed
      </a>
      {state.status === 'anonymous' && (
        <a class="button" href={signInPath(url)}>
          Sign in to see more
        </a>
      )}
    </div>
  );
}

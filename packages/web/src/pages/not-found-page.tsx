import { Logo } from '../components/logo.tsx';
import { PageTitle } from '../components/page-title.tsx';

export function NotFoundPage() {
  return (
    <div class="auth-card">
      <Logo />
      <PageTitle title="No stop here" />
      <p class="lead">This page does not exist, or you may not see it.</p>
      <a class="button button-primary" href="/">
        Back to the feed
      </a>
    </div>
  );
}

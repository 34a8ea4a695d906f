import type { ComponentChildren } from 'preact';
import { Logo } from './logo.tsx';
import { PageTitle } from './page-title.tsx';

/** The frame of the pages around signing in. */
export function AuthCard({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <div class="auth-card">
      <Logo />
      <PageTitle title={title} />
      {lead && <p class="lead">{lead}</p>}
      {children}
    </div>
  );
}

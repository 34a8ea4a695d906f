import { useLocation } from 'preact-iso';
import { useMember, useSession } from '../auth/session.ts';
import { useUnread } from '../notifications/unread.ts';
import { useUploads } from '../uploads/shown-uploads.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';
import { Logo } from './logo.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

function Bell() {
  const { count } = useUnread();
  const { path } = useLocation();
  const label = count === 0 ? 'Notifications' : `Notifications, ${count} unread`;
  return (
    <a
      class="icon-button"
      href="/notifications"
      aria-label={label}
      aria-current={path === '/notifications' && 'page'}
    >
      <Icon name="bell" />
      {count > 0 && <span class="badge">{count > 99 ? '99+' : count}</span>}
    </a>
  );
}

function UploadLink() {
  const busy = useUploads().filter(({ state }) => state === 'sending' || state === 'waiting').length;
  return (
    <a class="button button-primary header-upload" href="/upload">
      <Icon name="upload" />
      <span class="header-upload-text">{busy > 0 ? `Uploading ${busy}` : 'Upload'}</span>
    </a>
  );
}

const feeds = ['/', '/explore', '/people'];

export function AppHeader() {
  const { state } = useSession();
  const me = useMember();
  const { path } = useLocation();
  // Until it is known whether the session still holds, its links stand there: nothing moves when it does.
  const expected = me !== undefined || state.status === 'unknown' || state.status === 'unreachable';
  // A link to the page that is shown already would do nothing.
  const toTop = () => path === '/' && scrollTo(0, 0);
  return (
    <header class="app-header">
      <div class="app-header-inner">
        <a class="brand" href="/" aria-label="Shutterbus, first page" onClick={toTop}>
          <Logo />
          <span class="brand-name">Shutterbus</span>
        </a>
        <nav class="app-nav" aria-label="Main">
          <a class="nav-link" href="/" aria-current={feeds.includes(path) && 'page'} onClick={toTop}>
            {expected ? 'Home' : 'Photos'}
          </a>
          {expected && (
            <a class="nav-link" href="/photos" aria-current={path === '/photos' && 'page'}>
              My photos
            </a>
          )}
        </nav>
        <div class="app-header-end">
          <ThemeToggle />
          {(expected || state.status === 'signed-in') && (
            // Of who is leaving only their room stays.
            <div class={expected ? 'own-links' : 'own-links is-room'}>
              <Bell />
              <a
                class="icon-button"
                href="/settings"
                aria-label={me ? `Settings of ${me.displayName}` : 'Settings'}
                title="Settings"
              >
                {me ? <Avatar person={me} /> : <span class="avatar" />}
              </a>
              <UploadLink />
            </div>
          )}
          {state.status === 'anonymous' && (
            <>
              <a class="nav-link" href="/sign-in">
                Sign in
              </a>
              <a class="button button-primary" href="/join">
                Join
              </a>
            </>
          )}
        </div>
      </div>
    </header>
  );
}

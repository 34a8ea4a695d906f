import type { ComponentType } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { RequireSession } from './auth/require-session.tsx';
import { useMe } from './auth/session.ts';
import { SessionProvider } from './auth/session-provider.tsx';
import { AppHeader } from './components/app-header.tsx';
import { DropAnywhere } from './components/drop-anywhere.tsx';
import { Toaster } from './components/toaster.tsx';
import { UnreadProvider } from './notifications/unread-provider.tsx';
import { later } from './page/later.tsx';
import { ExplorePage } from './pages/explore-page.tsx';
import { HomePage } from './pages/home-page.tsx';

const ConfirmPage = later('ConfirmPage');
const ForgotPage = later('ForgotPage');
const JoinPage = later('JoinPage');
const LeavingPage = later('LeavingPage');
const NotFoundPage = later('NotFoundPage');
const PersonPage = later('PersonPage');
const PhotoPage = later('PhotoPage');
const ResetPage = later('ResetPage');
const SignInPage = later('SignInPage');
const TagPage = later('TagPage');
const UnsubscribePage = later('UnsubscribePage');

/** A page for signed-in people only. */
function guarded(Page: ComponentType): ComponentType {
  return function Guarded() {
    return (
      <RequireSession>
        <Page />
      </RequireSession>
    );
  };
}

const GuardedPhotos = guarded(later('PhotosPage'));
const GuardedDownloads = guarded(later('DownloadsPage'));
const GuardedDownload = guarded(later('DownloadPage'));
const GuardedUpload = guarded(later('UploadPage'));
const GuardedNotifications = guarded(later('NotificationsPage'));
const GuardedPeople = guarded(later('PeoplePage'));
const GuardedFollowers = guarded(later('FollowersPage'));
const GuardedFollowing = guarded(later('FollowingPage'));
const GuardedSettings = guarded(later('SettingsPage'));

const isPhoto = (path: string): boolean => /^\/photos\/[^/]+$/.test(path);

function Pages() {
  const me = useMe();
  const { path } = useLocation();
  const isLeaving = me?.leavingUntil !== undefined;
  const main = useRef<HTMLElement>(null);
  const last = useRef({ path, isLeaving });

  // A new page starts at its top, for keyboards and screen readers too, before anybody is in a field of it.
  useLayoutEffect(() => {
    const before = last.current;
    last.current = { path, isLeaving };
    // From photo to photo the buttons stay, and with them the focus.
    const same = before.path === path || (isPhoto(before.path) && isPhoto(path));
    if (same && before.isLeaving === isLeaving) return;
    main.current?.focus({ preventScroll: true });
  }, [path, isLeaving]);

  return (
    <>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <AppHeader />
      <main id="main" ref={main} tabIndex={-1}>
        {isLeaving ? (
          <LeavingPage />
        ) : (
          <Router>
            <Route path="/" component={HomePage} />
            <Route path="/explore" component={ExplorePage} />
            <Route path="/join" component={JoinPage} />
            <Route path="/join/confirm" component={ConfirmPage} />
            <Route path="/sign-in" component={SignInPage} />
            <Route path="/forgot" component={ForgotPage} />
            <Route path="/reset" component={ResetPage} />
            <Route path="/photos" component={GuardedPhotos} />
            <Route path="/photos/:id" component={PhotoPage} />
            <Route path="/upload" component={GuardedUpload} />
            <Route path="/downloads" component={GuardedDownloads} />
            <Route path="/downloads/:id" component={GuardedDownload} />
            <Route path="/people" component={GuardedPeople} />
            <Route path="/people/:handle" component={PersonPage} />
            <Route path="/people/:handle/followers" component={GuardedFollowers} />
            <Route path="/people/:handle/following" component={GuardedFollowing} />
            <Route path="/tags/:tag" component={TagPage} />
            <Route path="/notifications" component={GuardedNotifications} />
            <Route path="/settings" component={GuardedSettings} />
            <Route path="/unsubscribe" component={UnsubscribePage} />
            <Route default component={NotFoundPage} />
          </Router>
        )}
      </main>
      {me && !isLeaving && <DropAnywhere person={me.id} />}
      <Toaster />
    </>
  );
}

export function App() {
  return (
    <LocationProvider>
      <SessionProvider>
        <UnreadProvider>
          <Pages />
        </UnreadProvider>
      </SessionProvider>
    </LocationProvider>
  );
}

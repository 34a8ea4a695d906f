import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { RequireSession } from './auth/require-session.tsx';
import { SessionProvider } from './auth/session-provider.tsx';
import { AppHeader } from './components/app-header.tsx';
import { Toaster } from './components/toaster.tsx';
import { UnreadProvider } from './notifications/unread-provider.tsx';
import { ConfirmPage } from './pages/confirm-page.tsx';
import { ExplorePage } from './pages/explore-page.tsx';
import { FollowersPage, FollowingPage } from './pages/follows-page.tsx';
import { ForgotPage } from './pages/forgot-page.tsx';
import { HomePage } from './pages/home-page.tsx';
import { JoinPage } from './pages/join-page.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { NotificationsPage } from './pages/notifications-page.tsx';
import { PeoplePage } from './pages/people-page.tsx';
import { PersonPage } from './pages/person-page.tsx';
import { PhotoPage } from './pages/photo-page.tsx';
import { PhotosPage } from './pages/photos-page.tsx';
import { ResetPage } from './pages/reset-page.tsx';
import { SettingsPage } from './pages/settings-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { TagPage } from './pages/tag-page.tsx';
import { UnsubscribePage } from './pages/unsubscribe-page.tsx';
import { UploadPage } from './pages/upload-page.tsx';

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

const GuardedPhotos = guarded(PhotosPage);
const GuardedUpload = guarded(UploadPage);
const GuardedNotifications = guarded(NotificationsPage);
const GuardedPeople = guarded(PeoplePage);
const GuardedFollowers = guarded(FollowersPage);
const GuardedFollowing = guarded(FollowingPage);
const GuardedSettings = guarded(SettingsPage);

function Pages() {
  const { path } = useLocation();
  const main = useRef<HTMLElement>(null);
  const lastPath = useRef(path);

  // A new page starts at its top, for keyboards and screen readers too.
  useEffect(() => {
    if (lastPath.current === path) return;
    lastPath.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path]);

  return (
    <>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <AppHeader />
      <main id="main" ref={main} tabIndex={-1}>
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
      </main>
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

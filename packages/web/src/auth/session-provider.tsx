import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { getMe } from '../api/account.ts';
import { connectSession } from '../api/client.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { MyProfile } from '../api/users.ts';
import { announce } from '../page/announce.ts';
import { backoff, pause } from '../page/backoff.ts';
import { forgetKeptPages } from '../page/kept-pages.ts';
import { stored } from '../page/stored.ts';
import { privateLinks } from '../photos/rendition-links.ts';
import { loadCognito } from './load-cognito.ts';
import { type Session, SessionContext, type SessionState } from './session.ts';
import { updated } from './updated.ts';

/** Set while somebody is signed in here: without it, a visitor is spared loading the sign-in code. */
const marker = stored('shutterbus.signed-in');
/** How often a profile that is not there yet is asked for: the first sign-in can be faster than the sign-up's event. */
const profileAttempts = 8;

async function fetchProfile(): Promise<MyProfile> {
  const waits = backoff({ firstMs: 300 });
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await getMe();
    } catch (error) {
      const notYet = error instanceof ProblemError && error.status === 404;
      if (!notYet || attempt === profileAttempts) throw error;
      await pause(waits.next().value, new AbortController().signal);
    }
  }
}

export function SessionProvider({ children }: { children: ComponentChildren }) {
  const [state, setState] = useState<SessionState>(
    marker.get() ? { status: 'unknown' } : { status: 'anonymous' },
  );

  const forget = useCallback(() => {
    marker.set(undefined);
    privateLinks.forgetAll();
    forgetKeptPages();
    setState({ status: 'anonymous' });
  }, []);

  useEffect(() => {
    connectSession(
      async (options) => {
        if (!marker.get()) return undefined;
        return (await loadCognito()).accessToken(options?.forceRefresh);
      },
      () => {
        if (!marker.get()) return;
        forget();
        announce('Your session has ended. Sign in again.');
      },
    );
  }, [forget]);

  useEffect(() => {
    if (!marker.get()) return;
    let current = true;
    const resume = async () => {
      try {
        const token = await (await loadCognito()).accessToken();
        if (!token) return forget();
        const me = await fetchProfile();
        if (current) setState({ status: 'signed-in', me });
      } catch (error) {
        // Offline or out of order: the tokens stay.
        const retry = () => {
          setState({ status: 'unknown' });
          void resume();
        };
        if (current)
          setState(marker.get() ? { status: 'unreachable', error, retry } : { status: 'anonymous' });
      }
    };
    void resume();
    return () => {
      current = false;
    };
  }, [forget]);

  const personId = state.status === 'signed-in' ? state.me.id : undefined;
  useEffect(() => {
    if (personId) void loadCognito().then(({ noteToday }) => noteToday());
  }, [personId]);

  useLayoutEffect(() => {
    const onStorage = ({ key, newValue }: StorageEvent) => {
      if (key === marker.key) newValue === null ? forget() : location.reload();
    };
    addEventListener('storage', onStorage);
    return () => removeEventListener('storage', onStorage);
  }, [forget]);

  const session = useMemo<Session>(
    () => ({
      state,
      async signIn(credentials) {
        const outcome = await (await loadCognito()).signIn(credentials);
        if (outcome === 'unconfirmed') return outcome;
        marker.set('yes');
        try {
          setState({ status: 'signed-in', me: await fetchProfile() });
        } catch (error) {
          forget();
          throw error;
        }
        return outcome;
      },
      async signOut({ everywhere } = { everywhere: false }) {
        await (await loadCognito()).signOut(everywhere);
        forget();
      },
      update: (id, change) => setState((before) => updated(before, id, change)),
    }),
    [state, forget],
  );

  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

import { useCallback, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { listSessions, type Session } from '../api/sessions.ts';
import { loadCognito } from '../auth/load-cognito.ts';
import { readAuthFailure } from '../auth/read-auth-failure.ts';
import { useSession } from '../auth/session.ts';
import { longDate } from '../format/moments.ts';
import { dayOf, placeOf } from '../format/session-words.ts';
import { announce } from '../page/announce.ts';
import { useAction } from '../page/use-action.ts';
import { useResource } from '../page/use-resource.ts';
import { forgetUploads } from '../uploads/uploads.ts';
import { ActionError } from './action-error.tsx';
import { Failure } from './failure.tsx';
import { Form, type FormValues } from './form.tsx';
import { Loading } from './loading.tsx';
import { PasswordField } from './password-field.tsx';
import { SubmitButton } from './submit-button.tsx';

/** This browser's own row is noted before the list is read. */
async function load(): Promise<Session[]> {
  await (await loadCognito()).noteToday();
  return (await listSessions()).items;
}

function SessionRow({ session }: { session: Session }) {
  return (
    <li>
      <strong>{placeOf(session)}</strong>
      {session.isThis && ' (this browser)'}
      <span class="field-hint">
        Signed in on {longDate(session.signedInAt)}, last used on {dayOf(session.lastUsedOn)}
      </span>
    </li>
  );
}

/** Where one is signed in, and an end to all but this. Cognito ends one session, or all of them: none but this one can be picked. */
function Sessions() {
  const { resource, retry, set } = useResource(load);
  const list = useRef<HTMLUListElement>(null);
  const [round, setRound] = useState(0);
  const endOthers = useCallback(
    async ({ own = '' }: FormValues) => {
      await (await loadCognito()).signOutOthers(own);
      announce('All other devices are signed out.');
      set(await load());
      setRound((before) => before + 1);
      list.current?.focus();
    },
    [set],
  );
  const { busy, failure, run } = useAction(endOthers, readAuthFailure);
  if (resource.status === 'loading') return <Loading />;
  if (resource.status === 'failed') return <Failure error={resource.error} onRetry={retry} />;
  return (
    <>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one */}
      <ul class="sessions" role="list" aria-label="Where you are signed in" ref={list} tabIndex={-1}>
        {resource.value.map((session) => (
          <SessionRow key={session.signedInAt} session={session} />
        ))}
      </ul>
      <Form key={round} failure={failure} onSubmit={(values) => void run(values)}>
        <PasswordField name="own" label="Your password" kind="current" />
        <SubmitButton label="Sign out all others" busyLabel="Signing out…" busy={busy} />
      </Form>
    </>
  );
}

export function SignedIn() {
  const { signOut } = useSession();
  const { route } = useLocation();
  const [open, setOpen] = useState(false);
  const leave = useCallback(
    async (everywhere: boolean) => {
      forgetUploads();
      await signOut({ everywhere });
      announce(everywhere ? 'You are signed out on all devices.' : 'You are signed out.');
      route('/', true);
    },
    [signOut, route],
  );
  const { busy, failure, run } = useAction(leave, readAuthFailure);
  return (
    <section class="panel" aria-labelledby="sign-out-heading">
      <h2 id="sign-out-heading">Sign out</h2>
      <p class="field-hint">
        A device that is signed out from elsewhere can still show and change things for up to a quarter of an
        hour.
      </p>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>Where you are signed in</summary>
        {open && <Sessions />}
      </details>
      <ActionError failure={failure} />
      <div class="button-row">
        <button type="button" class="button" aria-disabled={busy} onClick={() => void run(false)}>
          Sign out
        </button>
        <button type="button" class="button" aria-disabled={busy} onClick={() => void run(true)}>
          Sign out everywhere
        </button>
      </div>
    </section>
  );
}

import { useCallback } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Credentials } from '../auth/cognito.ts';
import { loadCognito } from '../auth/load-cognito.ts';
import { pendingSignUp } from '../auth/pending-sign-up.ts';
import { readAuthFailure } from '../auth/read-auth-failure.ts';
import { type Session, useSession } from '../auth/session.ts';
import { AuthCard } from '../components/auth-card.tsx';
import { CodeField } from '../components/code-field.tsx';
import { Field } from '../components/field.tsx';
import { Form, type FormValues } from '../components/form.tsx';
import { SubmitButton } from '../components/submit-button.tsx';
import { announce } from '../page/announce.ts';
import { useAction } from '../page/use-action.ts';

async function signsIn({ signIn }: Session, credentials: Credentials): Promise<boolean> {
  try {
    return (await signIn(credentials)) === 'signed-in';
  } catch {
    return false;
  }
}

/** The code from the verification mail; afterwards the person is signed in, or (after a reload) signs in by hand. */
export function ConfirmPage() {
  const { query, route } = useLocation();
  const session = useSession();
  const known = query.email ?? '';

  const confirm = useCallback(
    async ({ email = known, code = '' }: FormValues) => {
      const cognito = await loadCognito();
      await cognito.confirmSignUp(email.trim(), code.trim());
      const credentials = pendingSignUp.get();
      pendingSignUp.set(undefined);
      // The code is used up: whatever keeps the sign-in from working has to be sorted out on its own page.
      const signedIn = credentials?.email === email && (await signsIn(session, credentials));
      announce(signedIn ? 'Welcome to Shutterbus!' : 'Your address is confirmed. Sign in now.');
      route(signedIn ? '/' : '/sign-in', true);
    },
    [known, route, session],
  );
  const confirming = useAction(confirm, readAuthFailure);

  const resend = useCallback(async () => {
    const cognito = await loadCognito();
    await cognito.resendCode(known);
    announce('A new code is on its way.');
  }, [known]);
  const resending = useAction(resend, readAuthFailure);

  return (
    <AuthCard
      title="Check your mail"
      lead={
        known ? (
          <>
            We have sent a code to <strong>{known}</strong>.
          </>
        ) : (
          'Enter the code that we have sent you.'
        )
      }
    >
      <Form
        failure={confirming.failure ?? resending.failure}
        onSubmit={(values) => void confirming.run(values)}
      >
        {!known && <Field name="email" label="E-mail address" type="email" autocomplete="email" required />}
        <CodeField />
        <SubmitButton label="Confirm" busyLabel="Confirming…" busy={confirming.busy} />
      </Form>
      {known && (
        <p class="auth-other">
          No mail?{' '}
          <button
            type="button"
            class="link-button"
            aria-disabled={resending.busy}
            onClick={() => void resending.run()}
          >
            Send a new code
          </button>
        </p>
      )}
    </AuthCard>
  );
}

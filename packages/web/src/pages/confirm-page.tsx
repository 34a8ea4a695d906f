import { useCallback } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { loadCognito } from '../auth/load-cognito.ts';
import { pendingSignUp } from '../auth/pending-sign-up.ts';
import { readAuthFailure } from '../auth/read-auth-failure.ts';
import { forgotPath } from '../auth/return-path.ts';
import { useSession } from '../auth/session.ts';
import { AuthCard } from '../components/auth-card.tsx';
import { CodeField } from '../components/code-field.tsx';
import { Form, type FormValues } from '../components/form.tsx';
import { PasswordField } from '../components/password-field.tsx';
import { SubmitButton } from '../components/submit-button.tsx';
import { announce } from '../page/announce.ts';
import { useAction } from '../page/use-action.ts';

/** The code from the verification mail, which the mail's link leads to. */
export function ConfirmPage() {
  const { query } = useLocation();
  const email = query.email ?? '';
  return pendingSignUp.begun(email) === undefined ? (
    <BegunElsewhere email={email} />
  ) : (
    <EnterCode email={email} />
  );
}

/** Whoever confirms here might confirm what somebody else prepared, with a password of theirs. */
function BegunElsewhere({ email }: { email: string }) {
  return (
    <AuthCard
      title="Check where you began"
      lead={
        <>
          {email ? <strong>{email}</strong> : 'Your address'} can be confirmed only in the browser in which
          you joined. Enter the code there.
        </>
      }
    >
      <p>
        You did not join? Then somebody wrote your address into the form, and you need not do anything: it
        goes by itself within a day.
      </p>
      <p>
        You cannot go back there? <a href="/sign-in">Sign in here</a> with the password that you chose, or{' '}
        <a href={forgotPath(email)}>choose a new one</a>.
      </p>
      <p class="auth-other">
        <a href="/join">Join from here</a>, a quarter of an hour after the last try.
      </p>
    </AuthCard>
  );
}

/**
 * Signs in with the password that was typed here. When that fails, the code belonged to a sign-up by somebody else, or the
 * password was mistyped: a new password makes the account the address's owner's, and ends all sessions.
 */
function EnterCode({ email }: { email: string }) {
  const { route } = useLocation();
  const { signIn } = useSession();
  const known = pendingSignUp.password();
  const forPassword = pendingSignUp.begun(email) === 'new-password';

  const confirm = useCallback(
    async ({ code = '', password = known ?? '' }: FormValues) => {
      const cognito = await loadCognito();
      await cognito.confirmSignUp(email, code.trim());
      pendingSignUp.end();
      const outcome = forPassword ? 'failed' : await signIn({ email, password }).catch(() => 'failed');
      if (outcome === 'signed-in') {
        announce('Welcome to Shutterbus!');
        route('/', true);
        return;
      }
      announce('Your address is confirmed. Choose a password of your own now.');
      // The code is used up: what fails from here on is tried again on another page.
      const isSent = await cognito.forgotPassword(email).then(
        () => true,
        () => false,
      );
      route(isSent ? `/reset?${new URLSearchParams({ email })}` : forgotPath(email), true);
    },
    [email, known, forPassword, route, signIn],
  );
  const confirming = useAction(confirm, readAuthFailure);

  const resend = useCallback(async () => {
    const cognito = await loadCognito();
    await cognito.resendCode(email);
    announce('A new code is on its way.');
  }, [email]);
  const resending = useAction(resend, readAuthFailure);

  return (
    <AuthCard
      title="Check your mail"
      lead={
        <>
          We have sent a code to <strong>{email}</strong>.
        </>
      }
    >
      <Form
        failure={confirming.failure ?? resending.failure}
        onSubmit={(values) => void confirming.run(values)}
      >
        <CodeField />
        {known === undefined && !forPassword && (
          <PasswordField name="password" label="The password that you chose" kind="current" />
        )}
        <SubmitButton label="Confirm" busyLabel="Confirming…" busy={confirming.busy} />
      </Form>
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
    </AuthCard>
  );
}

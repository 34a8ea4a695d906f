import { useCallback, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { loadCognito } from '../auth/load-cognito.ts';
import { pendingSignUp } from '../auth/pending-sign-up.ts';
import { readAuthFailure } from '../auth/read-auth-failure.ts';
import { forgotPath } from '../auth/return-path.ts';
import { useSession } from '../auth/session.ts';
import { AuthCard } from '../components/auth-card.tsx';
import { CodeField } from '../components/code-field.tsx';
import { Field } from '../components/field.tsx';
import { Form, type FormValues } from '../components/form.tsx';
import { PasswordField } from '../components/password-field.tsx';
import { SubmitButton } from '../components/submit-button.tsx';
import { announce } from '../page/announce.ts';
import { useAction } from '../page/use-action.ts';

export function ResetPage() {
  const { query, route } = useLocation();
  const { signIn } = useSession();
  const known = query.email ?? '';
  /** The address is proved now, by the first code; the second one is for the password. */
  const [second, setSecond] = useState(false);
  const reset = useCallback(
    async ({ email: typed = known, code = '', password = '' }: FormValues) => {
      const email = typed.trim();
      const cognito = await loadCognito();
      const perhapsForConfirming = pendingSignUp.begun(email) === 'new-password';
      const outcome = await cognito.resetPassword({ email, password }, code.trim(), perhapsForConfirming);
      pendingSignUp.end();
      if (outcome === 'confirmed') {
        setSecond(true);
        return;
      }
      announce('Your password is changed.');
      // The code is used up: whatever keeps the sign-in from working has to be sorted out on its own page.
      const session = await signIn({ email, password }).catch(() => 'failed');
      route(session === 'signed-in' ? '/' : '/sign-in', true);
    },
    [known, route, signIn],
  );
  const { busy, failure, run } = useAction(reset, readAuthFailure);
  return (
    <AuthCard
      title="Choose a new password"
      lead={
        second ? undefined : known ? `If ${known} has an account, a code is on its way there.` : undefined
      }
    >
      {second && (
        <div class="notice" role="status">
          <p>
            Your address is confirmed. For the password we have sent you <strong>a second code</strong>: enter
            it here.
          </p>
        </div>
      )}
      <Form key={second ? 'second' : 'first'} failure={failure} onSubmit={(values) => void run(values)}>
        {!known && (
          <Field name="email" label="E-mail address" type="email" autocomplete="username" required />
        )}
        <CodeField />
        <PasswordField name="password" label="New password" kind="new" />
        <SubmitButton label="Change password" busyLabel="Changing…" busy={busy} />
      </Form>
      <p class="auth-other">
        <a href={forgotPath(known)}>Send another code</a>
      </p>
    </AuthCard>
  );
}

import { useCallback, useLayoutEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { pendingSignUp } from '../auth/pending-sign-up.ts';
import { readAuthFailure } from '../auth/read-auth-failure.ts';
import { returnPath } from '../auth/return-path.ts';
import { useSession } from '../auth/session.ts';
import { AuthCard } from '../components/auth-card.tsx';
import { Field } from '../components/field.tsx';
import { Form, type FormValues } from '../components/form.tsx';
import { PasswordField } from '../components/password-field.tsx';
import { SubmitButton } from '../components/submit-button.tsx';
import { useAction } from '../page/use-action.ts';

export function SignInPage() {
  const { query, route } = useLocation();
  const { state, signIn } = useSession();
  const next = returnPath(query.next);
  const signedIn = state.status === 'signed-in';

  // Before it is seen that one is signed in: what is pressed then leads elsewhere.
  useLayoutEffect(() => {
    if (signedIn) route(next, true);
  }, [signedIn, next, route]);

  const submit = useCallback(
    async ({ email: typed = '', password = '' }: FormValues) => {
      const email = typed.trim();
      if ((await signIn({ email, password })) === 'unconfirmed') {
        // Cognito says so whatever the password was: the page that follows finds out, with the code.
        pendingSignUp.begin('joining', { email, password });
        route(`/join/confirm?${new URLSearchParams({ email })}`);
      }
    },
    [signIn, route],
  );
  const { busy, failure, run } = useAction(submit, readAuthFailure);

  return (
    <AuthCard title="Sign in" lead={next === '/' ? undefined : 'Sign in to go on.'}>
      <Form failure={failure} onSubmit={(values) => void run(values)}>
        <Field name="email" label="E-mail address" type="email" autocomplete="username" required />
        <PasswordField name="password" label="Password" kind="current" />
        <SubmitButton label="Sign in" busyLabel="Signing in…" busy={busy} />
      </Form>
      <p class="auth-other">
        <a href="/forgot">Forgot your password?</a>
      </p>
      <p class="auth-other">
        New here? <a href="/join">Join</a>
      </p>
    </AuthCard>
  );
}

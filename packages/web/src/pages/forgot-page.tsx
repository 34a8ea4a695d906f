import { useCallback } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { loadCognito } from '../auth/load-cognito.ts';
import { pendingSignUp } from '../auth/pending-sign-up.ts';
import { readAuthFailure } from '../auth/read-auth-failure.ts';
import { AuthCard } from '../components/auth-card.tsx';
import { Field } from '../components/field.tsx';
import { Form, type FormValues } from '../components/form.tsx';
import { SubmitButton } from '../components/submit-button.tsx';
import { useAction } from '../page/use-action.ts';

export function ForgotPage() {
  const { query, route } = useLocation();
  const send = useCallback(
    async ({ email: typed = '' }: FormValues) => {
      const email = typed.trim();
      const cognito = await loadCognito();
      pendingSignUp.end();
      if ((await cognito.forgotPassword(email)) === 'perhaps-for-confirming')
        pendingSignUp.begin('new-password', { email });
      route(`/reset?${new URLSearchParams({ email })}`);
    },
    [route],
  );
  const { busy, failure, run } = useAction(send, readAuthFailure);
  return (
    <AuthCard title="Forgot your password?" lead="We send you a code with which you can choose a new one.">
      <Form failure={failure} onSubmit={(values) => void run(values)}>
        <Field
          name="email"
          label="E-mail address"
          type="email"
          autocomplete="username"
          required
          defaultValue={query.email ?? ''}
        />
        <SubmitButton label="Send code" busyLabel="Sending…" busy={busy} />
      </Form>
      <p class="auth-other">
        <a href="/sign-in">Back to signing in</a>
      </p>
    </AuthCard>
  );
}

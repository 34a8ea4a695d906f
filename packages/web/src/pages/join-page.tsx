import { useCallback } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { loadCognito } from '../auth/load-cognito.ts';
import { pendingSignUp } from '../auth/pending-sign-up.ts';
import { readAuthFailure } from '../auth/read-auth-failure.ts';
import { AuthCard } from '../components/auth-card.tsx';
import { Field } from '../components/field.tsx';
import { Form, type FormValues } from '../components/form.tsx';
import { PasswordField } from '../components/password-field.tsx';
import { SubmitButton } from '../components/submit-button.tsx';
import { displayNameMaxLength, handlePattern } from '../limits.ts';
import { useAction } from '../page/use-action.ts';

export function JoinPage() {
  const { route } = useLocation();
  const join = useCallback(
    async ({ displayName = '', handle = '', email: typed = '', password = '' }: FormValues) => {
      const email = typed.trim();
      const cognito = await loadCognito();
      await cognito.signUp({ email, password, handle: handle.trim(), displayName: displayName.trim() });
      pendingSignUp.begin('joining', { email, password });
      route(`/join/confirm?${new URLSearchParams({ email })}`);
    },
    [route],
  );
  const { busy, failure, run } = useAction(join, readAuthFailure);
  return (
    <AuthCard title="Join Shutterbus" lead="Free of charge, adverts and trackers.">
      <Form failure={failure} onSubmit={(values) => void run(values)}>
        <Field
          name="displayName"
          label="Name"
          autocomplete="name"
          required
          maxLength={displayNameMaxLength}
          hint="As others see it. You can change it later."
        />
        <Field
          name="handle"
          label="Handle"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          pattern={handlePattern}
          title="3 to 20 of a–z, 0–9 and single hyphens between them."
          hint="The address of your page: 3 to 20 of a–z, 0–9 and hyphens. You can change it once in 30 days."
        />
        <Field name="email" label="E-mail address" type="email" autocomplete="email" required />
        <PasswordField name="password" label="Password" kind="new" />
        <SubmitButton label="Join" busyLabel="Joining…" busy={busy} />
      </Form>
      <p class="auth-other">
        Already here? <a href="/sign-in">Sign in</a>
      </p>
    </AuthCard>
  );
}

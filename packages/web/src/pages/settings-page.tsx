import { useCallback, useState } from 'preact/hooks';
import { updateMe } from '../api/users.ts';
import { loadCognito } from '../auth/load-cognito.ts';
import { readAuthFailure } from '../auth/read-auth-failure.ts';
import { useMe, useSession } from '../auth/session.ts';
import { AddressForm } from '../components/address-form.tsx';
import { AvatarChoice } from '../components/avatar-choice.tsx';
import { AreaField, Field } from '../components/field.tsx';
import { Form, type FormValues } from '../components/form.tsx';
import { HandleForm } from '../components/handle-form.tsx';
import { LeaveForm } from '../components/leave-form.tsx';
import { NoticeChoices } from '../components/notice-choices.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { PasswordField } from '../components/password-field.tsx';
import { SignedIn } from '../components/signed-in.tsx';
import { SubmitButton } from '../components/submit-button.tsx';
import { bioMaxLength, displayNameMaxLength } from '../limits.ts';
import { announce } from '../page/announce.ts';
import { chooseTheme, currentTheme, type Theme } from '../page/theme.ts';
import { useAction } from '../page/use-action.ts';

function ProfileForm() {
  const { update } = useSession();
  const me = useMe();
  const save = useCallback(
    async ({ displayName = '', bio = '' }: FormValues) => {
      const saved = await updateMe({ displayName: displayName.trim(), bio: bio.trim() });
      update(saved.id, (before) => ({ ...before, displayName: saved.displayName, bio: saved.bio }));
      announce('Saved.');
    },
    [update],
  );
  const { busy, failure, run } = useAction(save);
  if (!me) return null;
  return (
    <section class="panel" aria-labelledby="profile-heading">
      <h2 id="profile-heading">Profile</h2>
      <p class="field-hint">
        Your page is <a href={`/people/${me.handle}`}>@{me.handle}</a>.
      </p>
      <Form failure={failure} onSubmit={(values) => void run(values)}>
        <Field
          name="displayName"
          label="Name"
          autocomplete="name"
          required
          maxLength={displayNameMaxLength}
          defaultValue={me.displayName}
        />
        <AreaField
          name="bio"
          label="About you"
          maxLength={bioMaxLength}
          defaultValue={me.bio}
          hint={`Up to ${bioMaxLength} characters.`}
        />
        <SubmitButton label="Save" busyLabel="Saving…" busy={busy} />
      </Form>
    </section>
  );
}

function PasswordForm() {
  const [round, setRound] = useState(0);
  const change = useCallback(async ({ current = '', password = '' }: FormValues) => {
    const cognito = await loadCognito();
    await cognito.changePassword(current, password);
    announce('Your password is changed. All other devices are signed out.');
    setRound((before) => before + 1);
  }, []);
  const { busy, failure, run } = useAction(change, readAuthFailure);
  return (
    <section class="panel" aria-labelledby="password-heading">
      <h2 id="password-heading">Password</h2>
      <Form key={round} failure={failure} onSubmit={(values) => void run(values)}>
        <PasswordField name="current" label="Current password" kind="current" />
        <PasswordField name="password" label="New password" kind="new" />
        <SubmitButton label="Change password" busyLabel="Changing…" busy={busy} />
      </Form>
    </section>
  );
}

const themes: [Theme, string][] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

function Appearance() {
  const [theme, setTheme] = useState(currentTheme);
  return (
    <fieldset class="panel choices">
      <legend>Colours</legend>
      {themes.map(([value, label]) => (
        <label key={value}>
          <input
            type="radio"
            name="theme"
            checked={theme === value}
            onChange={() => {
              chooseTheme(value);
              setTheme(value);
            }}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

export function SettingsPage() {
  const me = useMe();
  return (
    <div class="narrow stack">
      <PageTitle title="Settings" />
      <ProfileForm />
      {me && <AvatarChoice me={me} />}
      {me && <HandleForm me={me} />}
      {me && <AddressForm me={me} />}
      <PasswordForm />
      <NoticeChoices />
      <Appearance />
      <SignedIn />
      {me && <LeaveForm me={me} />}
    </div>
  );
}

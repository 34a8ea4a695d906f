import { useCallback, useState } from 'preact/hooks';
import { changeHandle, type Profile } from '../api/users.ts';
import { useSession } from '../auth/session.ts';
import { announce } from '../page/announce.ts';
import { useAction } from '../page/use-action.ts';
import { Field } from './field.tsx';
import { Form, type FormValues } from './form.tsx';
import { SubmitButton } from './submit-button.tsx';

/** Another handle: the address of one's page changes with it, and links to the old one end. */
export function HandleForm({ me }: { me: Profile }) {
  const { update } = useSession();
  const [round, setRound] = useState(0);
  const change = useCallback(
    async ({ handle = '' }: FormValues) => {
      const { id, handle: changed } = await changeHandle({ handle: handle.trim() });
      update(id, (me) => ({ ...me, handle: changed }));
      setRound((before) => before + 1);
      announce(`You are @${changed} now.`);
    },
    [update],
  );
  const { busy, failure, run } = useAction(change);
  return (
    <section class="panel" aria-labelledby="handle-heading">
      <h2 id="handle-heading">Handle</h2>
      <Form key={round} failure={failure} onSubmit={(values) => void run(values)}>
        <Field
          name="handle"
          label="New handle"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          required
          maxLength={20}
          pattern="\s*[a-z0-9](-?[a-z0-9]){2,19}\s*"
          title="3 to 20 of a–z, 0–9 and single hyphens between them."
          hint={`You are @${me.handle}. You can change it once in 30 days; links to your page under the old one end.`}
        />
        <SubmitButton label="Change handle" busyLabel="Changing…" busy={busy} />
      </Form>
    </section>
  );
}

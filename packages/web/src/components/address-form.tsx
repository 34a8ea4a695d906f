import { useCallback, useEffect, useState } from 'preact/hooks';
import { releaseAddress } from '../api/account.ts';
import { ProblemError } from '../api/problem-error.ts';
import { changeAddress, confirmAddress, type Profile } from '../api/users.ts';
import { loadCognito } from '../auth/load-cognito.ts';
import { pendingAddress } from '../auth/pending-address.ts';
import { announce } from '../page/announce.ts';
import { useAction } from '../page/use-action.ts';
import { CodeField } from './code-field.tsx';
import { Field } from './field.tsx';
import { Form, type FormValues } from './form.tsx';
import { SubmitButton } from './submit-button.tsx';

/** An address that somebody signed up with and never confirmed is let go after a while, as when joining. */
async function sendCode(email: string): Promise<void> {
  try {
    await changeAddress({ email });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'address-taken') throw error;
    await releaseAddress({ email });
    await changeAddress({ email });
  }
}

/** Where mails go, and how that is changed: the new address counts once the code that went there was entered. */
export function AddressForm({ me }: { me: Profile }) {
  const [wanted, setWanted] = useState(() => pendingAddress.of(me.id));
  const [current, setCurrent] = useState<string>();
  useEffect(() => {
    const read = async () => setCurrent(await (await loadCognito()).currentAddress());
    // Without it the form still works.
    read().catch(() => undefined);
  }, []);

  const send = useCallback(
    async ({ email: typed = '' }: FormValues) => {
      const email = typed.trim();
      await sendCode(email);
      pendingAddress.begin(me.id, email);
      setWanted(email);
      announce('A code is on its way to the new address.');
    },
    [me.id],
  );
  const confirm = useCallback(
    async ({ code = '' }: FormValues) => {
      await confirmAddress({ code: code.trim() });
      leave();
      setCurrent(wanted);
      announce('Your e-mail address is changed.');
    },
    [wanted],
  );
  const sending = useAction(send);
  const confirming = useAction(confirm);

  function leave(): void {
    pendingAddress.end();
    setWanted(undefined);
  }

  return (
    <section class="panel" aria-labelledby="address-heading">
      <h2 id="address-heading">E-mail address</h2>
      <p class="field-hint">You sign in with it, and mails go there: {current ?? '…'}</p>
      {wanted === undefined ? (
        <Form failure={sending.failure} onSubmit={(values) => void sending.run(values)}>
          <Field name="email" label="New address" type="email" autocomplete="email" required />
          <SubmitButton label="Send a code there" busyLabel="Sending…" busy={sending.busy} />
        </Form>
      ) : (
        <Form failure={confirming.failure} onSubmit={(values) => void confirming.run(values)}>
          <p>
            We have sent a code to <strong>{wanted}</strong>. Until you enter it, the old address stays.
          </p>
          <CodeField />
          <SubmitButton label="Change address" busyLabel="Changing…" busy={confirming.busy} />
          <p>
            <button type="button" class="link-button" onClick={leave}>
              Keep the old address, or send another code
            </button>
          </p>
        </Form>
      )}
    </section>
  );
}

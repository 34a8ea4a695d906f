import { useCallback } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { leaveMe } from '../api/leaving.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { MyProfile } from '../api/users.ts';
import { signInPath } from '../auth/return-path.ts';
import { useSession } from '../auth/session.ts';
import { longDate } from '../format/moments.ts';
import { announce } from '../page/announce.ts';
import { useAction } from '../page/use-action.ts';
import { forgetUploads } from '../uploads/uploads.ts';
import { Field } from './field.tsx';
import { Form } from './form.tsx';

/** The way out: typed, so that nobody takes it by a slip, and with a sign-in of just now, which the API asks for. */
export function LeaveForm({ me }: { me: MyProfile }) {
  const { signOut } = useSession();
  const { route } = useLocation();
  const leave = useCallback(async () => {
    let end: string;
    try {
      end = longDate((await leaveMe()).leavingUntil);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'sign-in-again') throw error;
      await signOut();
      announce('Sign in once more, then you can leave.');
      route(signInPath('/settings'), true);
      return;
    }
    forgetUploads();
    await signOut();
    announce(`You have left. Until ${end} you can sign in and come back.`);
    route('/', true);
  }, [signOut, route]);
  const { busy, failure, run } = useAction(leave);
  return (
    <section class="panel" aria-labelledby="leave-heading">
      <h2 id="leave-heading">Leave Shutterbus</h2>
      <p>
        Your page, your photos and what you said are hidden from everybody at once, and you are signed out on
        all devices. For 14 days you can sign in and come back to everything as it was. Then it is erased for
        good. <a href="/downloads">Take your photos along</a> first.
      </p>
      <Form failure={failure} onSubmit={() => void run()}>
        <Field
          name="leaving"
          label={`To leave, type ${me.handle}`}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          required
          pattern={`\\s*${me.handle}\\s*`}
          title={`Type ${me.handle} to say that you mean it.`}
          hint="If you signed in more than ten minutes ago, you are asked to sign in once more."
        />
        <button type="submit" class="button button-danger" aria-disabled={busy}>
          {busy ? 'Leaving…' : 'Leave'}
        </button>
      </Form>
    </section>
  );
}

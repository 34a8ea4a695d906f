import { useCallback } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { comeBack } from '../api/leaving.ts';
import { useMe, useSession } from '../auth/session.ts';
import { ActionError } from '../components/action-error.tsx';
import { AuthCard } from '../components/auth-card.tsx';
import { longDate } from '../format/moments.ts';
import { announce } from '../page/announce.ts';
import { useAction } from '../page/use-action.ts';
import { forgetUploads } from '../uploads/uploads.ts';

/** All that somebody sees who is leaving, whatever page was asked for. */
export function LeavingPage() {
  const { signOut, update } = useSession();
  const { route } = useLocation();
  const me = useMe();
  const choose = useCallback(
    async (stay: boolean) => {
      if (!stay) {
        forgetUploads();
        await signOut();
        route('/', true);
        return;
      }
      const back = await comeBack();
      update(back.id, () => back);
      announce('Welcome back. Everything is as it was.');
      route('/', true);
    },
    [signOut, update, route],
  );
  const { busy, failure, run } = useAction(choose);
  if (me?.leavingUntil === undefined) return null;
  return (
    <AuthCard
      title="You are leaving"
      lead={`Until ${longDate(me.leavingUntil)} you can come back to everything as it was.`}
    >
      <p>
        Nobody sees your page, your photos or what you said. After that day they are erased, with your
        account, for good.
      </p>
      <ActionError failure={failure} />
      <div class="button-row">
        <button
          type="button"
          class="button button-primary"
          aria-disabled={busy}
          onClick={() => void run(true)}
        >
          Come back
        </button>
        <button type="button" class="button" aria-disabled={busy} onClick={() => void run(false)}>
          Sign out
        </button>
      </div>
    </AuthCard>
  );
}

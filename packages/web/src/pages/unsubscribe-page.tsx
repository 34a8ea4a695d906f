import { useCallback, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { type OptionalKind, unsubscribeMails } from '../api/notification-mails.ts';
import { AuthCard } from '../components/auth-card.tsx';
import { Form } from '../components/form.tsx';
import { SubmitButton } from '../components/submit-button.tsx';
import { noticeKinds } from '../notifications/notice-kinds.ts';
import { useAction } from '../page/use-action.ts';

/** Where the link of a mail leads. It asks first: programs that look through mails follow links, and press no button. */
export function UnsubscribePage() {
  const { query } = useLocation();
  const [ended, setEnded] = useState<OptionalKind>();
  const token = query.token ?? '';
  const end = useCallback(async () => setEnded((await unsubscribeMails(token)).kind), [token]);
  const { busy, failure, run } = useAction(end);
  return (
    <AuthCard
      title={ended ? 'No more of these mails' : 'No more mails like this?'}
      lead={
        ended
          ? `You get no mails any more for: ${noticeKinds[ended]}. What you hear of in the app stays as it is.`
          : 'What you hear of in the app, and of everything else by mail, stays as it is.'
      }
    >
      {!ended && (
        <Form failure={failure} onSubmit={() => void run()}>
          <SubmitButton label="End these mails" busyLabel="Ending…" busy={busy} />
        </Form>
      )}
      <p class="auth-other">
        <a href="/settings">Choose in the settings what you hear of</a>
      </p>
    </AuthCard>
  );
}

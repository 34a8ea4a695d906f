import { useEffect, useRef, useState } from 'preact/hooks';
import {
  getPreferences,
  type MailsEnded,
  type OptionalKind,
  type Preferences,
  setPreferences,
} from '../api/notification-mails.ts';
import { mailKinds } from '../notifications/mail-kinds.ts';
import { announce } from '../page/announce.ts';
import { Failure } from './failure.tsx';

/** Why none of them comes, whatever is chosen. */
const whyNone: Record<MailsEnded, string> = {
  bounced: 'A mail to your address came back, so we send no more there.',
  complained: 'A mail to your address was reported as unwanted, so we send no more there.',
};

const kinds = Object.entries(mailKinds) as [OptionalKind, string][];

/** Of which kinds somebody gets mails; each switch is saved at once. The rows are there before the answer, so that nothing moves. */
export function MailChoices() {
  const [chosen, setChosen] = useState<Preferences['mail']>();
  const [ended, setEnded] = useState<MailsEnded>();
  const [lost, setLost] = useState<unknown>();
  useEffect(() => {
    const leaving = new AbortController();
    getPreferences(leaving.signal).then(
      ({ mail, mailsEnded }) => {
        setChosen(mail);
        setEnded(mailsEnded);
      },
      (error: unknown) => leaving.signal.aborted || setLost(error),
    );
    return () => leaving.abort();
  }, []);
  // One after the other: what is left out stays as it is, and two at once would not see one another.
  const saving = useRef(Promise.resolve());
  const show = (kind: OptionalKind, wanted: boolean) =>
    setChosen((before) => before && { ...before, [kind]: wanted });
  function choose(kind: OptionalKind, wanted: boolean): void {
    show(kind, wanted);
    saving.current = saving.current
      .then(() => setPreferences({ [kind]: wanted }))
      .then(
        () => {
          setLost(undefined);
          announce('Saved.');
        },
        (error: unknown) => {
          setLost(error);
          show(kind, !wanted);
        },
      );
  }
  return (
    <fieldset class="panel choices">
      <legend>Mails</legend>
      {lost !== undefined && <Failure error={lost} />}
      {ended && (
        <p class="notice" role="status">
          {whyNone[ended]} Change your address above to get mails again.
        </p>
      )}
      {kinds.map(([kind, label]) => (
        <label key={kind}>
          <input
            type="checkbox"
            checked={chosen?.[kind] ?? true}
            disabled={chosen === undefined}
            onChange={({ currentTarget }) => choose(kind, currentTarget.checked)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

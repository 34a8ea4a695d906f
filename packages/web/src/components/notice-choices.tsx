import '../styles/notice-choices.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import {
  type Channel,
  getPreferences,
  type MailsEnded,
  type OptionalKind,
  type Preferences,
  setPreferences,
} from '../api/notification-mails.ts';
import { noticeKinds } from '../notifications/notice-kinds.ts';
import { announce } from '../page/announce.ts';
import { Failure } from './failure.tsx';

/** Why none of them comes, whatever is chosen. */
const whyNone: Record<MailsEnded, string> = {
  bounced: 'A mail to your address came back, so we send no more there.',
  complained: 'A mail to your address was reported as unwanted, so we send no more there.',
};

const kinds = Object.entries(noticeKinds) as [OptionalKind, string][];
const channels: [Channel, string][] = [
  ['app', 'In the app'],
  ['mail', 'By mail'],
];
/** What nobody can do without. */
const always = [
  'A photo of mine cannot be shown',
  'Photos that I take along are packed',
  'Welcome to Shutterbus',
];

type Chosen = Pick<Preferences, Channel>;

/**
 * Of which kinds somebody hears in the app and by mail; each choice is saved at once. The rows are there before the answer, so that
 * nothing moves.
 */
export function NoticeChoices() {
  const [chosen, setChosen] = useState<Chosen>();
  const [ended, setEnded] = useState<MailsEnded>();
  const [lost, setLost] = useState<unknown>();
  useEffect(() => {
    const leaving = new AbortController();
    getPreferences(leaving.signal).then(
      ({ app, mail, mailsEnded }) => {
        setChosen({ app, mail });
        setEnded(mailsEnded);
      },
      (error: unknown) => leaving.signal.aborted || setLost(error),
    );
    return () => leaving.abort();
  }, []);
  // One after the other: what is left out stays as it is, and two at once would not see one another.
  const saving = useRef(Promise.resolve());
  const show = (channel: Channel, kind: OptionalKind, wanted: boolean) =>
    setChosen((before) => before && { ...before, [channel]: { ...before[channel], [kind]: wanted } });
  function choose(channel: Channel, kind: OptionalKind, wanted: boolean): void {
    show(channel, kind, wanted);
    saving.current = saving.current
      .then(() => setPreferences(channel, { [kind]: wanted }))
      .then(
        () => {
          setLost(undefined);
          announce('Saved.');
        },
        (error: unknown) => {
          setLost(error);
          show(channel, kind, !wanted);
        },
      );
  }
  return (
    <section class="panel" aria-labelledby="notice-choices">
      <h2 id="notice-choices">What you hear of</h2>
      {lost !== undefined && <Failure error={lost} />}
      {ended && (
        <p class="notice" role="status">
          {whyNone[ended]} Change your address above to get mails again.
        </p>
      )}
      <table class="notice-choices">
        <thead>
          <tr>
            <td />
            {channels.map(([channel, name]) => (
              <th key={channel} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map(([kind, label]) => (
            <tr key={kind}>
              <th scope="row">{label}</th>
              {channels.map(([channel, name]) => (
                <td key={channel}>
                  <label class="notice-choice">
                    <input
                      type="checkbox"
                      aria-label={`${label}: ${name.toLowerCase()}`}
                      checked={chosen?.[channel]?.[kind] ?? true}
                      disabled={chosen === undefined}
                      onChange={({ currentTarget }) => choose(channel, kind, currentTarget.checked)}
                    />
                  </label>
                </td>
              ))}
            </tr>
          ))}
          {always.map((label) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td colSpan={channels.length}>always</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

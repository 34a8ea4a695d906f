import '../styles/choices.css';
import { useRef, useState } from 'preact/hooks';
import type { Photo } from '../api/media.ts';
import { plural } from '../format/sizes.ts';
import type { Deed } from '../photos/deed.ts';
import type { Choosing } from '../photos/use-choosing.ts';
import { useTakeAlong } from '../photos/use-take-along.ts';
import { ActionError } from './action-error.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { FailureWords } from './failure-words.tsx';
import { Icon } from './icon.tsx';
import { SelectAll } from './select-all.tsx';

/** So many are told by their titles; the rest is counted. */
const maxTold = 5;

const notDone: Record<Deed, string> = {
  publish: 'Not made public',
  hide: 'Not made private',
  delete: 'Not deleted',
};

/** Takes a photo among the chosen ones, or out of them. It lies over the whole tile. */
export function PhotoChoice({ photo, choosing }: { photo: Photo; choosing: Choosing }) {
  if (choosing.isGone(photo)) return <p class="tile-choice tile-gone">Deleted</p>;
  return (
    <label class="tile-choice">
      <input
        type="checkbox"
        aria-label={`Choose ${photo.title}`}
        checked={choosing.isChosen(photo)}
        onChange={({ currentTarget }) => choosing.choose(photo, currentTarget.checked)}
      />
    </label>
  );
}

function Failures({ choosing, onRetry }: { choosing: Choosing; onRetry(): void }) {
  const { failures, run } = choosing;
  if (!failures) return null;
  const { deed, failed } = failures;
  return (
    <div class="notice notice-bad" role="alert">
      <Icon name="warning" />
      <ul>
        {failed.slice(0, maxTold).map(({ photo, reason }) => (
          <li key={photo.id}>
            {notDone[deed]}: “<bdi>{photo.title}</bdi>”. <FailureWords failure={reason} />
          </li>
        ))}
        {failed.length > maxTold && <li>And {failed.length - maxTold} more.</li>}
      </ul>
      <button
        type="button"
        class="button"
        onClick={() => {
          void run(
            deed,
            failed.map(({ photo }) => photo),
          );
          onRetry();
        }}
      >
        Try again
      </button>
    </div>
  );
}

function Progress({ busy }: Pick<Choosing, 'busy'>) {
  return (
    <span class="choice-progress" role="status">
      {busy && `${busy.settled} of ${busy.count} …`}
    </span>
  );
}

interface DialogProps extends Pick<Choosing, 'busy'> {
  count: number;
  onConfirm(): void;
  onClose(): void;
}

function DeletionDialog({ count, busy, onConfirm, onClose }: DialogProps) {
  const photos = plural(count, 'photo');
  return (
    <ConfirmDialog
      title={`Delete ${photos}?`}
      text="All that was made from them goes, too. This cannot be undone."
      confirmLabel={busy ? 'Deleting…' : `Delete ${photos}`}
      cancelLabel={busy ? 'Stop' : 'Cancel'}
      busy={busy !== undefined}
      onConfirm={() => !busy && onConfirm()}
      onClose={onClose}
    >
      <Progress busy={busy} />
    </ConfirmDialog>
  );
}

/** What can be done with the chosen photos. */
export function ChoiceBar({ choosing }: { choosing: Choosing }) {
  const { chosen, count, busy, run, chooseAll } = choosing;
  // Those whom the question is about: while they go, fewer are chosen.
  const [asked, setAsked] = useState<Photo[]>();
  const bar = useRef<HTMLElement>(null);
  const taking = useTakeAlong();
  const deletion = useRef<AbortController>(undefined);
  const remove = async (photos: Photo[]) => {
    deletion.current = new AbortController();
    await run('delete', photos, deletion.current.signal);
    setAsked(undefined);
  };
  const idle = chosen.length > 0 && busy === undefined && !taking.busy;
  const deed = (name: string, act: () => void, danger = false) => (
    <button
      type="button"
      class={danger ? 'button button-danger-quiet' : 'button'}
      aria-disabled={!idle}
      onClick={() => idle && act()}
    >
      {name}
    </button>
  );
  return (
    <section ref={bar} class="choice-bar" aria-label="Chosen photos" tabIndex={-1}>
      {/* The button goes with what it tries again. */}
      <Failures choosing={choosing} onRetry={() => bar.current?.focus({ preventScroll: true })} />
      <ActionError failure={taking.failure} />
      <div class="choice-row">
        <SelectAll chosen={chosen.length} count={count} onChange={chooseAll} />
        <Progress busy={asked ? undefined : busy} />
        {deed('Publish', () => void run('publish', chosen))}
        {deed('Hide', () => void run('hide', chosen))}
        {deed('Download', () => void taking.run(chosen.map(({ id }) => id)))}
        {deed('Delete', () => setAsked(chosen), true)}
      </div>
      {asked && (
        <DeletionDialog
          count={asked.length}
          busy={busy}
          onConfirm={() => void remove(asked)}
          // Whoever closes the question does not want what has not gone yet to go.
          onClose={() => {
            deletion.current?.abort();
            setAsked(undefined);
          }}
        />
      )}
    </section>
  );
}

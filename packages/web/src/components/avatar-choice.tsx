import { useCallback, useRef, useState } from 'preact/hooks';
import { chooseAvatar, removeAvatar } from '../api/avatars.ts';
import { listFeed, type Photo } from '../api/media.ts';
import type { Profile } from '../api/users.ts';
import { useSession } from '../auth/session.ts';
import { announce } from '../page/announce.ts';
import { useAction } from '../page/use-action.ts';
import { usePages } from '../page/use-pages.ts';
import { faceUrlOf } from '../people/face-url.ts';
import { ActionError } from './action-error.tsx';
import { Avatar } from './avatar.tsx';
import { LoadMore } from './load-more.tsx';

interface PickerProps {
  me: Profile;
  busy: boolean;
  onPick(photo: Photo): void;
}

/** What everybody sees of the person's photos, so that no other can be chosen. */
function Picker({ me, busy, onPick }: PickerProps) {
  const { handle, avatar } = me;
  const pages = usePages(useCallback((cursor?: string) => listFeed({ owner: handle, cursor }), [handle]));
  const { items, status } = pages;
  return (
    <>
      {status === 'ready' && items.length === 0 && <p>You have no public photo yet.</p>}
      {items.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
        <ul class="face-choices" role="list" aria-label="Your public photos">
          {items.map((photo) => (
            <li key={photo.id}>
              <button
                type="button"
                class="face-choice"
                aria-label={`Use “${photo.title}”`}
                aria-pressed={photo.id === avatar?.mediaId}
                aria-disabled={busy}
                onClick={() => onPick(photo)}
              >
                <img src={faceUrlOf(photo)} alt="" width={88} height={88} loading="lazy" decoding="async" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <LoadMore pages={pages} />
    </>
  );
}

/** Which of their photos stands for somebody. Others see it a moment later. */
export function AvatarChoice({ me }: { me: Profile }) {
  const { update } = useSession();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const choose = useCallback(
    async (photo: Photo | undefined) => {
      await (photo ? chooseAvatar({ mediaId: photo.id }) : removeAvatar());
      const url = photo && faceUrlOf(photo);
      update(me.id, ({ avatar: _, ...others }) =>
        photo && url ? { ...others, avatar: { mediaId: photo.id, url } } : others,
      );
      announce(photo ? 'This is your picture now.' : 'You have no picture any more.');
      setOpen(false);
      // The button that was pressed goes; whoever has gone on to something else stays there.
      const here = opener.current?.closest('section')?.contains(document.activeElement);
      if (here) opener.current?.focus();
    },
    [me.id, update],
  );
  const { busy, failure, run } = useAction(choose);
  return (
    <section class="panel" aria-labelledby="picture-heading">
      <h2 id="picture-heading">Picture</h2>
      <div class="face-now">
        <Avatar person={me} large />
        <div class="button-row">
          <button
            ref={opener}
            type="button"
            class="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            Choose one of my photos
          </button>
          {me.avatar && (
            <button type="button" class="button" aria-disabled={busy} onClick={() => void run(undefined)}>
              Remove picture
            </button>
          )}
        </div>
      </div>
      <p class="field-hint">It is shown beside your name for as long as the photo is public.</p>
      <ActionError failure={failure} />
      {open && <Picker me={me} busy={busy} onPick={(photo) => void run(photo)} />}
    </section>
  );
}

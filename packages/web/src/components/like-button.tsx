import { useCallback, useEffect, useState } from 'preact/hooks';
import { likePhoto, listLikes, unlikePhoto } from '../api/likes.ts';
import type { Photo } from '../api/media.ts';
import { signInPath } from '../auth/return-path.ts';
import { useMe, useSession } from '../auth/session.ts';
import { plural } from '../format/sizes.ts';
import { useAction } from '../page/use-action.ts';
import { ActionError } from './action-error.tsx';
import { Icon } from './icon.tsx';

/** Like, or no longer. A visitor is led to sign in first; an owner sees how many there are. */
export function LikeButton({ photo }: { photo: Photo }) {
  const { id, owner } = photo;
  const { state } = useSession();
  const me = useMe();
  const mine = me?.id === owner.id;
  const [liked, setLiked] = useState<boolean>();
  const [count, setCount] = useState(photo.likes);
  useEffect(() => setCount(photo.likes), [photo.likes]);

  useEffect(() => {
    setLiked(undefined);
    if (!me || mine) return;
    let current = true;
    listLikes([id]).then(
      (answer) => current && setLiked(answer.liked.includes(id)),
      // Liking twice changes nothing, so the button can still be offered.
      () => current && setLiked(false),
    );
    return () => {
      current = false;
    };
  }, [id, me?.id, mine]);

  const toggle = useCallback(async () => {
    if (liked === undefined) return;
    await (liked ? unlikePhoto : likePhoto)(id);
    setLiked(!liked);
    setCount((before) => Math.max(0, before + (liked ? -1 : 1)));
  }, [id, liked]);
  const { busy, failure, run } = useAction(toggle);

  const text = (
    <>
      <Icon name="heart" /> {plural(count, 'like')}
    </>
  );
  if (mine) return <p class="like-count">{text}</p>;
  if (!me && state.status === 'anonymous') {
    return (
      <a class="button" href={signInPath(`/photos/${id}`)}>
        {text}
      </a>
    );
  }
  return (
    <>
      <button
        type="button"
        class="button like-button"
        aria-pressed={liked ?? false}
        aria-label={`Like, ${plural(count, 'like')}`}
        aria-disabled={busy || liked === undefined}
        onClick={() => void run()}
      >
        {text}
      </button>
      <ActionError failure={failure} />
    </>
  );
}

import { useCallback, useState } from 'preact/hooks';
import {
  addComment,
  type Comment,
  deleteComment,
  listComments,
  listPublicComments,
} from '../api/comments.ts';
import type { Photo } from '../api/media.ts';
import { signInPath } from '../auth/return-path.ts';
import { useMe } from '../auth/session.ts';
import { ago } from '../format/moments.ts';
import { commentMaxLength } from '../limits.ts';
import { announce } from '../page/announce.ts';
import { useAction } from '../page/use-action.ts';
import { usePages } from '../page/use-pages.ts';
import { Avatar } from './avatar.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { AreaField } from './field.tsx';
import { Form, type FormValues } from './form.tsx';
import { Icon } from './icon.tsx';
import { LoadMore } from './load-more.tsx';
import { SubmitButton } from './submit-button.tsx';

/** One key for each text, so that sending it again after a failure says it once. */
function Writer({ photoId, onAdd }: { photoId: string; onAdd(comment: Comment): void }) {
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [sent, setSent] = useState(0);
  const send = useCallback(
    async ({ text = '' }: FormValues) => {
      onAdd(await addComment(photoId, text.trim(), key));
      setSent((before) => before + 1);
      setKey(crypto.randomUUID());
      announce('Your comment is there.');
    },
    [photoId, key, onAdd],
  );
  const { busy, failure, run } = useAction(send);
  return (
    <Form label="Comment" failure={failure} onSubmit={(values) => void run(values)}>
      <div onInput={() => failure && setKey(crypto.randomUUID())}>
        <AreaField
          key={sent}
          name="text"
          label="Your comment"
          required
          rows={2}
          maxLength={commentMaxLength}
        />
      </div>
      <SubmitButton label="Comment" busyLabel="Sending…" busy={busy} />
    </Form>
  );
}

interface RowProps {
  photo: Photo;
  comment: Comment;
  onDelete(comment: Comment): void;
}

function Row({ photo, comment, onDelete }: RowProps) {
  const { id, author, text, createdAt } = comment;
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const remove = useCallback(async () => {
    await deleteComment(photo.id, id);
    announce('The comment is deleted.');
    onDelete(comment);
  }, [photo.id, id, comment, onDelete]);
  const { busy, failure, run } = useAction(remove);
  return (
    <li class="comment">
      <Avatar person={author} />
      <div class="comment-words">
        <p class="byline">
          <a class="tile-owner" href={`/people/${author.handle}`}>
            <bdi>{author.displayName}</bdi>
          </a>
          <time dateTime={createdAt}>{ago(createdAt, Date.now())}</time>
        </p>
        <p class="prose" dir="auto">
          {text}
        </p>
      </div>
      {(me?.id === author.id || me?.id === photo.owner.id) && (
        <button type="button" class="icon-button" aria-label="Delete comment" onClick={() => setAsking(true)}>
          <Icon name="trash" />
        </button>
      )}
      {asking && (
        <ConfirmDialog
          title="Delete this comment?"
          text="It will be gone for everybody. This cannot be undone."
          confirmLabel={busy ? 'Deleting…' : 'Delete'}
          busy={busy}
          failure={failure}
          onConfirm={() => void run()}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}

/** What people say about a photo, newest first. A visitor reads it, and is asked to join instead of to write. */
export function Comments({ photo }: { photo: Photo }) {
  const me = useMe();
  const list = me ? listComments : listPublicComments;
  const pages = usePages(useCallback((cursor?: string) => list(photo.id, { cursor }), [photo.id, list]));
  const { items, change } = pages;
  const add = useCallback((comment: Comment) => change((before) => [comment, ...before]), [change]);
  const drop = useCallback(
    (gone: Comment) => change((before) => before.filter(({ id }) => id !== gone.id)),
    [change],
  );
  return (
    <section class="comments" aria-label="Comments">
      <h2>Comments</h2>
      {me ? (
        <Writer photoId={photo.id} onAdd={add} />
      ) : (
        <p>
          <a href="/join">Join Shutterbus</a> or <a href={signInPath(`/photos/${photo.id}`)}>sign in</a> to
          write a comment.
        </p>
      )}
      {items.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
        <ul class="comment-list" role="list">
          {items.map((comment) => (
            <Row key={comment.id} photo={photo} comment={comment} onDelete={drop} />
          ))}
        </ul>
      )}
      <LoadMore pages={pages} />
    </section>
  );
}

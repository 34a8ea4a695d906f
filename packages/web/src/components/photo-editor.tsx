import { useCallback, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { deletePhoto, type PhotoDetail, updatePhoto } from '../api/media.ts';
import { isolated } from '../format/isolated.ts';
import { altTextMaxLength, descriptionMaxLength, titleMaxLength } from '../limits.ts';
import { announce } from '../page/announce.ts';
import { useAction } from '../page/use-action.ts';
import { privateLinks } from '../photos/rendition-links.ts';
import { ActionError } from './action-error.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { AreaField, Field } from './field.tsx';
import { Form, type FormValues } from './form.tsx';
import { Icon } from './icon.tsx';
import { SubmitButton } from './submit-button.tsx';
import { Switch } from './switch.tsx';

interface Props {
  photo: PhotoDetail;
  onChange(photo: PhotoDetail): void;
}

function Words({ photo, onChange }: Props) {
  const save = useCallback(
    async ({ title = '', description = '', altText = '' }: FormValues) => {
      const words = { title: title.trim(), description: description.trim(), altText: altText.trim() };
      // An alternative text that was taken away is absent from the answer.
      onChange({ ...photo, altText: undefined, ...(await updatePhoto(photo.id, words)) });
      announce('Saved.');
    },
    [photo, onChange],
  );
  const { busy, failure, run } = useAction(save);
  return (
    <Form label="Edit photo" failure={failure} onSubmit={(values) => void run(values)}>
      <Field name="title" label="Title" required maxLength={titleMaxLength} defaultValue={photo.title} />
      <AreaField
        name="description"
        label="Description"
        maxLength={descriptionMaxLength}
        defaultValue={photo.description}
      />
      <AreaField
        name="altText"
        label="Alternative text"
        hint="What is to be seen, for people who cannot see it. Without one they hear the title."
        maxLength={altTextMaxLength}
        defaultValue={photo.altText ?? ''}
      />
      <SubmitButton label="Save" busyLabel="Saving…" busy={busy} />
    </Form>
  );
}

function Visibility({ photo, onChange }: Props) {
  const isPublic = photo.visibility === 'public';
  const change = useCallback(
    async (makePublic: boolean) => {
      privateLinks.forget(photo.id);
      const changed = await updatePhoto(photo.id, { visibility: makePublic ? 'public' : 'private' });
      onChange({ ...photo, ...changed });
      announce(makePublic ? 'Everybody can see this photo now.' : 'Only you can see this photo now.');
    },
    [photo, onChange],
  );
  const { busy, failure, run } = useAction(change);
  return (
    <>
      <Switch
        label="Public"
        hint={isPublic ? 'Everybody can see it.' : 'Only you can see it.'}
        checked={isPublic}
        busy={busy}
        onChange={(checked) => void run(checked)}
      />
      <ActionError failure={failure} />
    </>
  );
}

function Deletion({ photo }: { photo: PhotoDetail }) {
  const { route } = useLocation();
  const [asking, setAsking] = useState(false);
  const remove = useCallback(async () => {
    await deletePhoto(photo.id);
    announce('The photo is deleted.');
    // Somebody who has gone on meanwhile is not taken away from there.
    if (location.pathname === `/photos/${photo.id}`) route('/photos', true);
  }, [photo.id, route]);
  const { busy, failure, run } = useAction(remove);
  return (
    <>
      <button type="button" class="button button-danger-quiet" onClick={() => setAsking(true)}>
        <Icon name="trash" /> Delete photo
      </button>
      {asking && (
        <ConfirmDialog
          title="Delete this photo?"
          text={`“${isolated(photo.title)}” and everything made from it will be gone. This cannot be undone.`}
          confirmLabel={busy ? 'Deleting…' : 'Delete'}
          busy={busy}
          failure={failure}
          onConfirm={() => void run()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** What an owner can do with a photo. */
export function PhotoEditor({ photo, onChange }: Props) {
  return (
    <section class="panel" aria-label="Your photo">
      <h2>Your photo</h2>
      <Visibility photo={photo} onChange={onChange} />
      <Words key={photo.id} photo={photo} onChange={onChange} />
      <div class="button-row">
        {photo.originalUrl && (
          <a class="button" href={photo.originalUrl} download>
            <Icon name="download" /> Download original
          </a>
        )}
        <Deletion photo={photo} />
      </div>
    </section>
  );
}

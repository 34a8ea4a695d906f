import { fileSize } from '../format/sizes.ts';
import { descriptionMaxLength, titleMaxLength } from '../limits.ts';
import { pictureNotes } from '../photos/picture-notes.ts';
import type { Upload } from '../uploads/upload-queue.ts';
import { uploads } from '../uploads/uploads.ts';
import { FailureWords } from './failure-words.tsx';
import { AreaField, Field } from './field.tsx';
import { Icon } from './icon.tsx';
import { LocalPicture } from './local-picture.tsx';
import { PhotoImage } from './photo-image.tsx';
import { Switch } from './switch.tsx';

function Preview({ upload }: { upload: Upload }) {
  if (upload.state === 'ready' && upload.photo) {
    return (
      <a href={`/photos/${upload.photo.id}`} aria-label={upload.title}>
        <PhotoImage photo={upload.photo} sizes="8rem" />
      </a>
    );
  }
  return <LocalPicture file={upload.file} />;
}

function Draft({ upload }: { upload: Upload }) {
  return (
    <>
      <Field
        name={`title-${upload.id}`}
        label="Title"
        value={upload.title}
        {...(upload.title.trim() === '' ? { hint: `Without one it is called “${upload.firstTitle}”.` } : {})}
        maxLength={titleMaxLength}
        onInput={({ currentTarget }) => uploads.edit(upload.id, { title: currentTarget.value })}
      />
      <AreaField
        name={`description-${upload.id}`}
        label="Description"
        rows={2}
        value={upload.description}
        maxLength={descriptionMaxLength}
        onInput={({ currentTarget }) => uploads.edit(upload.id, { description: currentTarget.value })}
      />
      <Switch
        label="Public"
        hint={upload.isPublic ? 'Everybody can see it.' : 'Only you can see it.'}
        checked={upload.isPublic}
        onChange={(isPublic) => uploads.edit(upload.id, { isPublic })}
      />
    </>
  );
}

const stateWords = {
  waiting: 'Waiting for its turn',
  processing: 'Processing…',
  ready: 'Ready',
  rejected: 'Not accepted.',
  failed: 'Not uploaded.',
} as const;

/** It goes on by itself, and nobody has to stay for it. */
const slowWords = 'Takes longer than usual. It goes on without this page, and shows in My photos.';

/** What to know of a photo that is ready; a damaged one has another try. */
function Outcome({ upload: { photo, replaces } }: { upload: Upload }) {
  const notes = [...pictureNotes(photo?.notes), ...(replaces ? ['It has taken the other one’s place.'] : [])];
  if (!photo || notes.length === 0) return null;
  return (
    <p class="field-hint">
      {notes.join(' ')} {photo.notes?.damaged && <a href={`/upload?replaces=${photo.id}`}>Replace it</a>}
    </p>
  );
}

function Progress({ upload }: { upload: Upload }) {
  const { state, file, sentBytes, title } = upload;
  const percent = file.size > 0 ? Math.floor((100 * sentBytes) / file.size) : 0;
  return (
    <>
      <p class="upload-title" dir="auto">
        {title}
      </p>
      {state === 'sending' && (
        <>
          <progress class="progress" max={100} value={percent} aria-label={`Upload of ${title}`} />
          <p class="field-hint">
            {percent} % of {fileSize(file.size)}
          </p>
        </>
      )}
      {state !== 'sending' && state !== 'draft' && (
        <p class={`upload-state upload-state-${state}`}>
          {state === 'ready' && <Icon name="check" />}
          {(state === 'failed' || state === 'rejected') && <Icon name="warning" />}
          <span>{upload.isSlow ? slowWords : stateWords[state]}</span>
        </p>
      )}
      {upload.reason && <FailureWords failure={upload.reason} />}
      {state === 'ready' && <Outcome upload={upload} />}
    </>
  );
}

interface Props {
  upload: Upload;
  /** Whether what is said for all holds for it. */
  chosen?: boolean;
  /** With it, a draft can be taken out of those. */
  onChoose?(id: string, chosen: boolean): void;
}

/** One file on its way: draft, progress, result. */
export function UploadRow({ upload, chosen = true, onChoose }: Props) {
  const { id, state, title } = upload;
  const stops = state === 'waiting' || state === 'sending';
  return (
    <li class={`upload-row upload-row-${state}`}>
      <div class="upload-preview">
        <Preview upload={upload} />
        {onChoose && state === 'draft' && (
          <label class="check upload-choice">
            <input
              type="checkbox"
              checked={chosen}
              aria-label={`Choose ${title || upload.firstTitle}`}
              onChange={({ currentTarget }) => onChoose(id, currentTarget.checked)}
            />
          </label>
        )}
      </div>
      <div class="upload-body">
        {state === 'draft' ? <Draft upload={upload} /> : <Progress upload={upload} />}
      </div>
      <div class="upload-actions">
        {state === 'failed' && (
          <button
            type="button"
            class="button"
            aria-label={`Retry ${title}`}
            onClick={() => uploads.retry(id)}
          >
            <Icon name="retry" /> Retry
          </button>
        )}
        <button
          type="button"
          class="icon-button"
          aria-label={`${stops ? 'Cancel' : 'Remove'} ${title}`}
          title={stops ? 'Cancel' : 'Remove from this list'}
          onClick={() => uploads.remove(id)}
        >
          <Icon name="close" />
        </button>
      </div>
    </li>
  );
}

import { useCallback, useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { getPhoto, type PhotoDetail } from '../api/media.ts';
import { DropZone } from '../components/drop-zone.tsx';
import { Icon } from '../components/icon.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { UploadRow } from '../components/upload-row.tsx';
import { plural } from '../format/sizes.ts';
import { useResource } from '../page/use-resource.ts';
import { checkFile } from '../uploads/file-check.ts';
import { titleFromFileName } from '../uploads/title-from-file-name.ts';
import type { Upload } from '../uploads/upload-queue.ts';
import { uploads, useUploads } from '../uploads/uploads.ts';

interface Refusal {
  name: string;
  reason: string;
}

/**
 * Puts what can be taken into the queue, in the order in which it was given, and tells of the rest.
 * @param replaced the photo whose place the file takes, with the words that were written for it
 */
async function take(files: File[], replaced: PhotoDetail | undefined): Promise<Refusal[]> {
  const refused: Refusal[] = [];
  const checked = await Promise.all(files.map(async (file) => ({ file, check: await checkFile(file) })));
  const words = replaced && {
    title: replaced.title,
    description: replaced.description,
    isPublic: replaced.visibility === 'public',
    replaces: replaced.id,
  };
  for (const { file, check } of checked) {
    const taken = uploads.list().some(({ replaces }) => replaced && replaces === replaced.id);
    const reason = taken ? 'One file can take a photo’s place. Remove the other one first.' : '';
    if (!check.ok || taken) refused.push({ name: file.name, reason: check.ok ? reason : check.reason });
    else
      uploads.add([{ file, contentType: check.contentType, title: titleFromFileName(file.name), ...words }]);
  }
  return refused;
}

/** The caller's photo that `?replaces=` names; an address that names none is that of an ordinary upload. */
function useReplaced(): PhotoDetail | undefined {
  const { replaces } = useLocation().query;
  const load = useCallback(async () => (replaces ? getPhoto(replaces) : undefined), [replaces]);
  const { resource } = useResource(load);
  return resource.status === 'ready' && resource.value?.originalUrl ? resource.value : undefined;
}

/** What a screen reader hears while the files go out; the numbers of each file can be read beside it. */
function summary(list: readonly Upload[]): string {
  const count = (...states: Upload['state'][]) => list.filter(({ state }) => states.includes(state)).length;
  const parts = [
    [count('sending', 'waiting'), 'uploading'],
    [count('processing'), 'processing'],
    [count('ready'), 'ready'],
    [count('failed', 'rejected'), 'failed'],
  ] as const;
  return parts.flatMap(([number, word]) => (number > 0 ? [`${number} ${word}`] : [])).join(', ');
}

export function UploadPage() {
  const list = useUploads();
  const replaced = useReplaced();
  const [refused, setRefused] = useState<Refusal[]>([]);
  const drafts = list.filter(({ state }) => state === 'draft');
  const untitled = drafts.some(({ title }) => title.trim() === '');
  const busy = list.some(({ state }) => state === 'sending' || state === 'waiting');

  const send = () => {
    if (untitled) return;
    setRefused([]);
    uploads.start();
  };

  useEffect(() => {
    if (!busy) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [busy]);

  return (
    <div class="narrow">
      <PageTitle title={replaced ? `Replace “${replaced.title}”` : 'Upload photos'} />
      <DropZone
        single={replaced !== undefined}
        onFiles={async (files) => setRefused(await take(files, replaced))}
      />
      {replaced && <p class="field-hint">The old photo goes as soon as the new one is ready.</p>}
      {refused.length > 0 && (
        <div class="notice notice-bad" role="alert">
          <Icon name="warning" />
          <ul>
            {refused.map(({ name, reason }) => (
              <li key={name}>
                <strong>{name}</strong>: {reason}
              </li>
            ))}
          </ul>
        </div>
      )}
      <p class="visually-hidden" role="status">
        {summary(list)}
      </p>
      {list.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
        <ul class="upload-list" role="list" aria-label="Files">
          {list.map((upload) => (
            <UploadRow key={upload.id} upload={upload} />
          ))}
        </ul>
      )}
      {drafts.length > 0 && (
        <div class="upload-bar">
          <span>{untitled ? 'Every photo needs a title.' : `${plural(drafts.length, 'photo')} to send`}</span>
          <button type="button" class="button button-primary" aria-disabled={untitled} onClick={send}>
            Upload photos
          </button>
        </div>
      )}
      {drafts.length === 0 && list.length > 0 && !busy && (
        <p class="button-row">
          <a class="button" href="/photos">
            Done
          </a>
        </p>
      )}
    </div>
  );
}

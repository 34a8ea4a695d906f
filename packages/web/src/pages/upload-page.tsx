import '../styles/uploads.css';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { getPhoto, type PhotoDetail } from '../api/media.ts';
import { DropZone } from '../components/drop-zone.tsx';
import { Icon } from '../components/icon.tsx';
import { Loading } from '../components/loading.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { UploadRow } from '../components/upload-row.tsx';
import { plural } from '../format/sizes.ts';
import { useResource } from '../page/use-resource.ts';
import type { Refusal } from '../uploads/take-files.ts';
import type { Upload } from '../uploads/upload-queue.ts';
import { uploads, useUploads } from '../uploads/uploads.ts';

/** What judges files, in a chunk of its own: nobody else's first page needs it. */
const loadJudge = () => import('../uploads/take-files.ts');

/** Puts what can be taken into the queue, and tells of the rest. */
async function take(files: File[], replaced: PhotoDetail | undefined): Promise<Refusal[]> {
  try {
    const { taken, refused } = await (await loadJudge()).takeFiles(files, replaced);
    // Another file that was to take the same place gives way to this one.
    const former = uploads
      .list()
      .find(({ replaces, state }) => state === 'draft' && replaces === replaced?.id);
    if (replaced && former && taken.length > 0) uploads.remove(former.id);
    uploads.add(taken);
    return refused;
  } catch {
    const reason = 'Shutterbus cannot be reached. Check your connection and choose it again.';
    return files.map(({ name }) => ({ name, reason }));
  }
}

/** The caller's photo that `?replaces=` names; an address that names none is that of an ordinary upload. */
function useReplaced(): { replaced: PhotoDetail | undefined; loading: boolean } {
  const { replaces } = useLocation().query;
  const load = useCallback(async () => (replaces ? getPhoto(replaces) : undefined), [replaces]);
  const { resource } = useResource(load);
  const replaced = resource.status === 'ready' && resource.value?.originalUrl ? resource.value : undefined;
  return { replaced, loading: replaces !== undefined && resource.status === 'loading' };
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
  const { replaced, loading } = useReplaced();
  const [refused, setRefused] = useState<Refusal[]>([]);
  const drafts = list.filter(({ state }) => state === 'draft');
  const untitled = drafts.some(({ title }) => title.trim() === '');
  const busy = list.some(({ state }) => state === 'sending' || state === 'waiting');

  // Here before a file is chosen; should it fail, choosing one asks for it again.
  useEffect(() => void loadJudge().catch(() => {}), []);

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

  if (loading) return <Loading />;
  return (
    <div class="narrow">
      {replaced ? (
        <PageTitle title={`Replace “${replaced.title}”`}>
          Replace “<bdi>{replaced.title}</bdi>”
        </PageTitle>
      ) : (
        <PageTitle title="Upload photos" />
      )}
      {replaced && <p class="lead">The old photo goes as soon as the new one is ready.</p>}
      <DropZone
        single={replaced !== undefined}
        onFiles={async (files) => setRefused(await take(files, replaced))}
      />
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

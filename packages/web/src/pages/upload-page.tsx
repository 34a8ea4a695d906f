import '../styles/uploads.css';
import { useCallback, useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { getPhoto, type PhotoDetail } from '../api/media.ts';
import { DropZone } from '../components/drop-zone.tsx';
import { Icon } from '../components/icon.tsx';
import { Loading } from '../components/loading.tsx';
import { MissingFiles } from '../components/missing-files.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { UploadAll } from '../components/upload-all.tsx';
import { UploadRow } from '../components/upload-row.tsx';
import { plural } from '../format/sizes.ts';
import { useResource } from '../page/use-resource.ts';
import { useUploads } from '../uploads/shown-uploads.ts';
import type { Refusal } from '../uploads/take-files.ts';
import type { NewUpload, Upload } from '../uploads/upload-queue.ts';
import { drafts, uploads } from '../uploads/uploads.ts';
import { useDropped } from '../uploads/use-dropped.ts';

/** What judges files, in a chunk of its own: nobody else's first page needs it. */
const loadJudge = () => import('../uploads/take-files.ts');

/** A file that was chosen before a reload has its words again; beside photos that are all public, a new one is so too. */
function withKeptWords(entry: NewUpload): NewUpload {
  const others = uploads.list().filter(({ state }) => state === 'draft');
  const isPublic = others.length > 0 && others.every((other) => other.isPublic);
  const { title = '', ...words } = drafts.wordsFor(entry.file) ?? {};
  return { ...entry, isPublic, ...words, title: title.trim() === '' ? entry.title : title };
}

/** Puts what can be taken into the queue, and tells of the rest. */
async function take(files: File[], replaced: PhotoDetail | undefined): Promise<Refusal[]> {
  try {
    const { taken, refused } = await (await loadJudge()).takeFiles(files, replaced);
    // Another file that was to take the same place gives way to this one.
    const former = uploads
      .list()
      .find(({ replaces, state }) => state === 'draft' && replaces === replaced?.id);
    if (replaced && former && taken.length > 0) uploads.remove(former.id);
    uploads.add(taken.map((entry) => (replaced ? entry : withKeptWords(entry))));
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
    [list.filter(({ isSlow }) => isSlow).length, 'taking longer than usual'],
    [count('ready'), 'ready'],
    [count('failed', 'rejected'), 'failed'],
  ] as const;
  return parts.flatMap(([number, word]) => (number > 0 ? [`${number} ${word}`] : [])).join(', ');
}

export function UploadPage() {
  const list = useUploads();
  const { replaced, loading } = useReplaced();
  const [refused, setRefused] = useState<Refusal[]>([]);
  const waiting = list.filter(({ state }) => state === 'draft');
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const chosen = waiting.filter(({ id }) => !leftOut.has(id));
  const busy = list.some(({ state }) => state === 'sending' || state === 'waiting');

  // Here before a file is chosen; should it fail, choosing one asks for it again.
  useEffect(() => void loadJudge().catch(() => {}), []);

  const send = () => {
    setRefused([]);
    uploads.start();
  };

  const onFiles = async (files: File[]) => setRefused(await take(files, replaced));
  // Which photo they are to replace has to be known.
  useDropped(!loading, (files) => void onFiles(files));

  const choose = (id: string, isChosen: boolean) =>
    setLeftOut((before) => new Set(isChosen ? [...before].filter((other) => other !== id) : [...before, id]));

  useLayoutEffect(() => {
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
      <DropZone single={replaced !== undefined} onFiles={onFiles} />
      {!replaced && <MissingFiles />}
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
      {waiting.length > 1 && (
        <UploadAll
          drafts={waiting}
          chosen={chosen}
          onChooseAll={(all) => setLeftOut(new Set(all ? [] : waiting.map(({ id }) => id)))}
        />
      )}
      {list.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
        <ul class="upload-list" role="list" aria-label="Files">
          {list.map((upload) => (
            <UploadRow
              key={upload.id}
              upload={upload}
              {...(waiting.length > 1 ? { chosen: !leftOut.has(upload.id), onChoose: choose } : {})}
            />
          ))}
        </ul>
      )}
      {waiting.length > 0 && (
        <div class="upload-bar">
          <span>{plural(waiting.length, 'photo')} to send</span>
          <button type="button" class="button button-primary" onClick={send}>
            Upload photos
          </button>
        </div>
      )}
      {waiting.length === 0 && list.length > 0 && !busy && (
        <p class="button-row">
          <a class="button" href="/photos">
            Done
          </a>
        </p>
      )}
    </div>
  );
}

import { useEffect, useState } from 'preact/hooks';
import { DropZone } from '../components/drop-zone.tsx';
import { Icon } from '../components/icon.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { UploadRow } from '../components/upload-row.tsx';
import { plural } from '../format/sizes.ts';
import { checkFile } from '../uploads/file-check.ts';
import { titleFromFileName } from '../uploads/title-from-file-name.ts';
import type { Upload } from '../uploads/upload-queue.ts';
import { uploads, useUploads } from '../uploads/uploads.ts';

interface Refusal {
  name: string;
  reason: string;
}

/** Puts what can be taken into the queue, in the order in which it was given, and tells of the rest. */
async function take(files: File[]): Promise<Refusal[]> {
  const refused: Refusal[] = [];
  const checked = await Promise.all(files.map(async (file) => ({ file, check: await checkFile(file) })));
  const taken = checked.flatMap(({ file, check }) => {
    if (check.ok) return [{ file, contentType: check.contentType, title: titleFromFileName(file.name) }];
    refused.push({ name: file.name, reason: check.reason });
    return [];
  });
  uploads.add(taken);
  return refused;
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
      <PageTitle title="Upload photos" />
      <DropZone onFiles={async (files) => setRefused(await take(files))} />
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

import { useCallback } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { getDownload, type OpenDownload } from '../api/downloads.ts';
import { ProblemError } from '../api/problem-error.ts';
import { ActionError } from '../components/action-error.tsx';
import { Failure } from '../components/failure.tsx';
import { Icon } from '../components/icon.tsx';
import { Loading } from '../components/loading.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { plural } from '../format/sizes.ts';
import { useAction } from '../page/use-action.ts';
import { useResource } from '../page/use-resource.ts';
import { contentOf, stateOf } from '../photos/download-words.ts';
import { useSettling } from '../photos/use-settling.ts';

/** Each file has a link for five minutes, so one is asked for when it is wanted, however long the page has been open. */
function Files({ download, onChange }: { download: OpenDownload; onChange(download: OpenDownload): void }) {
  const { busy, failure, run } = useAction(
    useCallback(
      async (number: number) => {
        const now = await getDownload(download.id);
        onChange(now);
        const url = now.parts.find((part) => part.number === number)?.url;
        // An attachment: the page stays.
        if (url) location.assign(url);
      },
      [download.id, onChange],
    ),
  );
  const { parts } = download;
  return (
    <>
      <ActionError failure={failure} />
      <div class="button-row">
        {parts.map((part) => (
          <button
            key={part.number}
            type="button"
            class="button button-primary"
            aria-disabled={busy}
            onClick={() => void run(part.number)}
          >
            <Icon name="download" />
            {parts.length === 1 ? 'Download' : `Part ${part.number} of ${parts.length}`} ({contentOf(part)})
          </button>
        ))}
      </div>
      {parts.length > 1 && (
        <p class="field-hint">
          Your photos take {plural(parts.length, 'file')}. Each can be opened for itself, and all at one
          place.
        </p>
      )}
    </>
  );
}

function Absence({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const isGone = error instanceof ProblemError && (error.status === 404 || error.status === 400);
  if (!isGone) return <Failure error={error} onRetry={onRetry} />;
  return <p>It is gone for a while, or it was never yours.</p>;
}

/** Where the mail leads when somebody's photos are packed. */
export function DownloadPage() {
  const id = useRoute().params.id ?? '';
  const load = useCallback(() => getDownload(id), [id]);
  const { resource, retry, set } = useResource(load);
  const download = resource.status === 'ready' ? resource.value : undefined;
  useSettling(
    download?.status === 'packing',
    useCallback(async () => set(await load()), [load, set]),
  );
  return (
    <div class="narrow stack">
      <div class="page-head">
        <PageTitle title="Photos to take along" />
        <a class="button" href="/downloads">
          All that you asked for
        </a>
      </div>
      {resource.status === 'loading' && <Loading />}
      {resource.status === 'failed' && <Absence error={resource.error} onRetry={retry} />}
      {download && (
        <p class="lead" role="status">
          {stateOf(download)}
          {download.status === 'packing' && ' You are told when they are ready; nobody has to wait here.'}
        </p>
      )}
      {download?.status === 'ready' && <Files download={download} onChange={set} />}
    </div>
  );
}

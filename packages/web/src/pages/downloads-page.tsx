import '../styles/people.css';
import { useCallback } from 'preact/hooks';
import { type Download, listDownloads } from '../api/downloads.ts';
import { ActionError } from '../components/action-error.tsx';
import { Empty } from '../components/empty.tsx';
import { Failure } from '../components/failure.tsx';
import { Icon } from '../components/icon.tsx';
import { Loading } from '../components/loading.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { ago } from '../format/moments.ts';
import { useResource } from '../page/use-resource.ts';
import { stateOf } from '../photos/download-words.ts';
import { useSettling } from '../photos/use-settling.ts';
import { useTakeAlong } from '../photos/use-take-along.ts';

function Row({ download }: { download: Download }) {
  return (
    <li class="notification">
      <a href={`/downloads/${download.id}`}>
        <span class="notification-icon">
          <Icon name="download" />
        </span>
        <span class="notification-text">
          {stateOf(download)}
          <time class="field-hint" dateTime={download.createdAt}>
            Asked for {ago(download.createdAt, Date.now())}
          </time>
        </span>
      </a>
    </li>
  );
}

/** Where all of one's photos are asked for, and what became of it. */
export function DownloadsPage() {
  const { resource, retry, set } = useResource(listDownloads);
  const { busy, failure, run } = useTakeAlong();
  const items = resource.status === 'ready' ? resource.value.items : [];
  const isPacking = items.some(({ status }) => status === 'packing');
  useSettling(
    isPacking,
    useCallback(async () => set(await listDownloads()), [set]),
  );
  return (
    <div class="narrow">
      <div class="page-head">
        <PageTitle title="Take your photos along" />
        <button
          type="button"
          class="button"
          aria-disabled={busy || isPacking}
          onClick={() => !isPacking && void run()}
        >
          Pack all my photos
        </button>
      </div>
      <p class="lead">
        All your photos as you sent them, in zip files. Packing takes a while, and a mail tells when it is
        done; they lie here for a day.
      </p>
      <ActionError failure={failure} />
      {resource.status === 'loading' && <Loading />}
      {resource.status === 'failed' && <Failure error={resource.error} onRetry={retry} />}
      {items.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
        <ul class="notifications" role="list">
          {items.map((download) => (
            <Row key={download.id} download={download} />
          ))}
        </ul>
      )}
      {resource.status === 'ready' && items.length === 0 && (
        <Empty icon="download" title="Nothing packed yet">
          <p>For some of your photos, choose them among yours.</p>
        </Empty>
      )}
    </div>
  );
}

import { useCallback } from 'preact/hooks';
import { listMine, type Photo } from '../api/media.ts';
import { useMe } from '../auth/session.ts';
import { Empty } from '../components/empty.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { PhotoGrid } from '../components/photo-grid.tsx';
import { pageKeeper } from '../page/kept-pages.ts';
import { usePages } from '../page/use-pages.ts';
import { isSettling, renditionsFollowed } from '../photos/photo-state.ts';
import { useTrail } from '../photos/set-out.ts';
import { useSettling } from '../photos/use-settling.ts';

const keeper = pageKeeper<Photo>();

export function PhotosPage() {
  const pages = usePages(
    useCallback((cursor?: string) => listMine({ cursor }), []),
    keeper,
  );
  const viewer = useMe()?.id;
  useTrail(viewer ? { kind: 'mine', viewer } : undefined, 'My photos', pages);
  const now = Date.now();
  useSettling(
    pages.items.some((photo) => isSettling(photo, now) || !renditionsFollowed(photo)),
    pages.refresh,
  );
  const empty = pages.status === 'ready' && pages.items.length === 0;
  return (
    <>
      <div class="page-head">
        <PageTitle title="My photos" />
        <a class="button" href="/upload">
          Upload photos
        </a>
      </div>
      <PhotoGrid pages={pages} caption="visibility" label="My photos" />
      {empty && (
        <Empty icon="pictures" title="Nothing here yet">
          <p>Your photos are private until you make them public.</p>
        </Empty>
      )}
    </>
  );
}

import { useCallback, useState } from 'preact/hooks';
import { listMine, type Photo } from '../api/media.ts';
import { useMe } from '../auth/session.ts';
import { ChoiceBar, PhotoChoice } from '../components/choice-bar.tsx';
import { Empty } from '../components/empty.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { PhotoGrid } from '../components/photo-grid.tsx';
import { pageKeeper } from '../page/kept-pages.ts';
import { usePages } from '../page/use-pages.ts';
import { isSettling, renditionsFollowed } from '../photos/photo-state.ts';
import { useTrail } from '../photos/set-out.ts';
import { useChoosing } from '../photos/use-choosing.ts';
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
  const [isChoosing, setChoosing] = useState(false);
  const choosing = useChoosing(pages);
  const toggle = () => {
    if (isChoosing) choosing.end();
    setChoosing(!isChoosing);
  };
  // Ended now, it would go on unseen.
  const inert = isChoosing ? choosing.busy !== undefined : pages.items.length === 0;
  const empty = pages.status === 'ready' && pages.items.length === 0;
  return (
    <>
      <div class="page-head">
        <PageTitle title="My photos" />
        <div class="button-row">
          <button type="button" class="button" aria-disabled={inert} onClick={() => !inert && toggle()}>
            {isChoosing ? 'Done' : 'Choose'}
          </button>
          <a class="button" href="/downloads">
            Download
          </a>
          <a class="button" href="/upload">
            Upload photos
          </a>
        </div>
      </div>
      <PhotoGrid
        pages={pages}
        caption="visibility"
        label="My photos"
        {...(isChoosing ? { over: (photo) => <PhotoChoice photo={photo} choosing={choosing} /> } : {})}
      />
      {isChoosing && <ChoiceBar choosing={choosing} />}
      {empty && (
        <Empty icon="pictures" title="Nothing here yet">
          <p>Your photos are private until you make them public.</p>
        </Empty>
      )}
    </>
  );
}

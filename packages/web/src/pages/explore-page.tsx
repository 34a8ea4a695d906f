import { useCallback } from 'preact/hooks';
import { listFeed, type Photo } from '../api/media.ts';
import { useSession } from '../auth/session.ts';
import { Empty } from '../components/empty.tsx';
import { FeedSwitch } from '../components/feed-switch.tsx';
import { Loading } from '../components/loading.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { PhotoGrid } from '../components/photo-grid.tsx';
import { Welcome, wallPhotos } from '../components/welcome.tsx';
import { pageKeeper } from '../page/kept-pages.ts';
import { usePages } from '../page/use-pages.ts';
import { useTrail } from '../photos/set-out.ts';

const keeper = pageKeeper<Photo>();

/** What everybody shows, newest first. */
export function ExplorePage() {
  const { state } = useSession();
  const pages = usePages(
    useCallback((cursor?: string) => listFeed({ cursor }), []),
    keeper,
  );
  useTrail({ kind: 'feed' }, 'Explore', pages);
  // A visitor is greeted, and who signed in is not: until it is known which, neither is shown.
  if (state.status === 'unknown') return <Loading />;
  const signedIn = state.status === 'signed-in';
  const onWall = signedIn ? [] : pages.items.filter(({ status }) => status === 'ready').slice(0, wallPhotos);
  const below = signedIn
    ? pages
    : { ...pages, items: pages.items.filter((photo) => !onWall.includes(photo)) };
  const empty = pages.status === 'ready' && pages.items.length === 0;
  return (
    <>
      {signedIn ? (
        <>
          <PageTitle title="Explore" hidden />
          <FeedSwitch />
        </>
      ) : (
        <Welcome photos={onWall} />
      )}
      <PhotoGrid pages={below} caption="owner" label="Latest photos" />
      {empty && (
        <Empty icon="pictures" title="No public photos yet">
          <p>The first one could be yours.</p>
          <a class="button button-primary" href="/upload">
            Upload photos
          </a>
        </Empty>
      )}
    </>
  );
}

import { useCallback } from 'preact/hooks';
import { listHome, type Photo } from '../api/media.ts';
import { useMe, useSession } from '../auth/session.ts';
import { Empty } from '../components/empty.tsx';
import { FeedSwitch } from '../components/feed-switch.tsx';
import { Loading } from '../components/loading.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { PhotoGrid } from '../components/photo-grid.tsx';
import { pageKeeper } from '../page/kept-pages.ts';
import { usePages } from '../page/use-pages.ts';
import { useTrail } from '../photos/set-out.ts';
import { ExplorePage } from './explore-page.tsx';

const keeper = pageKeeper<Photo>();

function Followed() {
  const pages = usePages(
    useCallback((cursor?: string) => listHome({ cursor }), []),
    keeper,
  );
  const viewer = useMe()?.id;
  useTrail(viewer ? { kind: 'home', viewer } : undefined, 'Home', pages);
  return (
    <>
      <PageTitle title="Shutterbus" hidden>
        Home
      </PageTitle>
      <FeedSwitch />
      <PhotoGrid pages={pages} caption="owner" label="Photos of those you follow" />
      {pages.status === 'ready' && pages.items.length === 0 && !pages.hasMore && (
        <Empty icon="person" title="Nobody to follow yet?">
          <p>Photos of those you follow arrive here. Look around, or find somebody you know.</p>
          <p class="button-row">
            <a class="button button-primary" href="/explore">
              Explore
            </a>
            <a class="button" href="/people">
              Find people
            </a>
          </p>
        </Empty>
      )}
    </>
  );
}

/** What those show whom one follows; visitors see what everybody shows. */
export function HomePage() {
  const { state } = useSession();
  if (state.status === 'unknown') return <Loading />;
  return state.status === 'signed-in' ? <Followed /> : <ExplorePage />;
}

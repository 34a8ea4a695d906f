import { useCallback } from 'preact/hooks';
import { listFeed, type Photo } from '../api/media.ts';
import { useSession } from '../auth/session.ts';
import { Empty } from '../components/empty.tsx';
import { FeedSwitch } from '../components/feed-switch.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { PhotoGrid } from '../components/photo-grid.tsx';
import { pageKeeper } from '../page/kept-pages.ts';
import { usePages } from '../page/use-pages.ts';

const keeper = pageKeeper<Photo>();

/** What a visitor is told, in few words: the pictures say the rest. */
function Welcome() {
  return (
    <section class="hero">
      <PageTitle title="Shutterbus">Your photos, on their way to the people who follow you.</PageTitle>
      <a class="button button-primary" href="/join">
        Join Shutterbus
      </a>
    </section>
  );
}

/** What everybody shows, newest first. */
export function ExplorePage() {
  const { state } = useSession();
  const pages = usePages(
    useCallback((cursor?: string) => listFeed({ cursor }), []),
    keeper,
  );
  const empty = pages.status === 'ready' && pages.items.length === 0;
  return (
    <>
      {state.status === 'signed-in' ? (
        <>
          <PageTitle title="Explore" hidden />
          <FeedSwitch />
        </>
      ) : (
        <Welcome />
      )}
      <PhotoGrid pages={pages} caption="owner" label="Latest photos" />
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

import { useCallback } from 'preact/hooks';
import { listFeed, type Photo } from '../api/media.ts';
import { useSession } from '../auth/session.ts';
import { Empty } from '../components/empty.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { PhotoGrid } from '../components/photo-grid.tsx';
import { pageKeeper } from '../page/kept-pages.ts';
import { usePages } from '../page/use-pages.ts';

const keeper = pageKeeper<Photo>();

export function FeedPage() {
  const { state } = useSession();
  const pages = usePages(
    useCallback((cursor?: string) => listFeed({ cursor }), []),
    keeper,
  );
  const empty = pages.status === 'ready' && pages.items.length === 0;
  return (
    <>
      {state.status === 'anonymous' ? (
        <section class="hero">
          <PageTitle title="Shutterbus">Your photos, on their way to the people who follow you.</PageTitle>
          <p class="lead">Upload what you saw. Keep it to yourself, or let everybody get on.</p>
          <p class="button-row">
            <a class="button button-primary" href="/join">
              Join Shutterbus
            </a>
          </p>
        </section>
      ) : (
        <PageTitle title="Shutterbus" hidden>
          Public photos
        </PageTitle>
      )}
      <h2 class="section-title">Latest photos</h2>
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

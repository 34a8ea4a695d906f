import { useCallback } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { listFeed, type Photo } from '../api/media.ts';
import { Empty } from '../components/empty.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { PhotoGrid } from '../components/photo-grid.tsx';
import { isolated } from '../format/isolated.ts';
import { pageKeeper } from '../page/kept-pages.ts';
import { usePages } from '../page/use-pages.ts';
import { useTrail } from '../photos/set-out.ts';

const keeper = pageKeeper<Photo>();

function Tagged({ tag }: { tag: string }) {
  const pages = usePages(
    useCallback((cursor?: string) => listFeed({ tag, cursor }), [tag]),
    keeper,
  );
  useTrail({ kind: 'feed', tag }, `#${tag}`, pages);
  return (
    <>
      <div class="page-head">
        <PageTitle title={`#${tag}`} />
      </div>
      <PhotoGrid pages={pages} caption="owner" label={`Photos with #${tag}`} />
      {pages.status === 'ready' && pages.items.length === 0 && (
        <Empty icon="pictures" title={`No public photo says #${isolated(tag)} yet`} />
      )}
    </>
  );
}

/** Everybody's photos with one tag. */
export function TagPage() {
  const { tag = '' } = useRoute().params;
  return <Tagged key={tag} tag={tag} />;
}

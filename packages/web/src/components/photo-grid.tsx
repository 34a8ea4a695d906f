import type { Photo } from '../api/media.ts';
import type { Pages } from '../page/use-pages.ts';
import { Failure } from './failure.tsx';
import { LoadMore } from './load-more.tsx';
import { PhotoTile } from './photo-tile.tsx';

interface Props {
  pages: Pages<Photo>;
  caption: 'owner' | 'visibility' | 'none';
  label: string;
}

/** Photos in rows of equal height, whatever their shapes. */
export function PhotoGrid({ pages, caption, label }: Props) {
  return (
    <>
      {pages.items.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
        <ul class="grid" role="list" aria-label={label}>
          {pages.items.map((photo) => (
            <PhotoTile key={photo.id} photo={photo} caption={caption} />
          ))}
        </ul>
      )}
      {pages.status === 'failed' && <Failure error={pages.error} onRetry={pages.more} />}
      <LoadMore pages={pages} />
    </>
  );
}

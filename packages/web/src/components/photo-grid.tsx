import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { Photo } from '../api/media.ts';
import type { Pages } from '../page/use-pages.ts';
import { useWidth } from '../page/use-width.ts';
import { rowMeasures, rowsOf } from '../photos/rows.ts';
import { tileRatioOf } from '../photos/tile-shape.ts';
import { LoadMore } from './load-more.tsx';
import { PhotoTile } from './photo-tile.tsx';

interface Props {
  pages: Pages<Photo>;
  caption: 'owner' | 'visibility' | 'none';
  label: string;
  /** What lies over each photo. Default: nothing. */
  over?: (photo: Photo) => ComponentChildren;
}

/** Photos in rows that all end at the same edge, whatever the photos' shapes. */
export function PhotoGrid({ pages, caption, label, over }: Props) {
  const { items } = pages;
  const list = useRef<HTMLUListElement>(null);
  const measures = rowMeasures(useWidth(list));
  const heightsPx = useMemo(
    () =>
      rowsOf(items.map(tileRatioOf), measures).flatMap(({ count, heightPx }) => Array(count).fill(heightPx)),
    [items, measures.widthPx],
  );
  return (
    <>
      {items.length > 0 && (
        <ul
          ref={list}
          class="grid"
          // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
          role="list"
          aria-label={label}
          style={{ columnGap: `${measures.gapPx}px` }}
        >
          {items.map((photo, index) => (
            <PhotoTile key={photo.id} photo={photo} caption={caption} heightPx={heightsPx[index]}>
              {over?.(photo)}
            </PhotoTile>
          ))}
        </ul>
      )}
      <LoadMore pages={pages} />
    </>
  );
}

import { useState } from 'preact/hooks';
import type { Photo } from '../api/media.ts';
import { placeholderUrl } from '../photos/placeholder.ts';
import { useRenditions } from '../photos/use-renditions.ts';

interface Props {
  photo: Photo;
  /** As in HTML: how wide the picture will be shown. */
  sizes: string;
  /** The page's main picture, or one of many. Default: one of many, loaded when it comes near. */
  main?: boolean;
}

/** A photo in the rendition that fits, over its blurred placeholder until it is there. */
export function PhotoImage({ photo, sizes, main = false }: Props) {
  const { renditions, renew } = useRenditions(photo);
  const [loaded, setLoaded] = useState(false);
  const placeholder = placeholderUrl(photo.placeholder);
  const largest = renditions.at(-1);
  return (
    <span
      class="photo-image"
      style={{
        backgroundColor: photo.dominantColour ?? '',
        backgroundImage: placeholder ? `url("${placeholder}")` : '',
      }}
    >
      {largest && (
        <img
          class={loaded ? 'is-loaded' : ''}
          src={largest.url}
          srcset={renditions.map(({ url, widthPx }) => `${url} ${widthPx}w`).join(', ')}
          sizes={sizes}
          width={photo.widthPx ?? largest.widthPx}
          height={photo.heightPx ?? largest.heightPx}
          alt={photo.altText ?? photo.title}
          loading={main ? 'eager' : 'lazy'}
          decoding="async"
          onLoad={() => setLoaded(true)}
          onError={renew}
        />
      )}
    </span>
  );
}

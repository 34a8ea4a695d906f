import type { PhotoDetail } from '../api/media.ts';
import { shapeOf, stageSizes } from '../photos/photo-shape.ts';
import { PhotoAbsence } from './photo-absence.tsx';
import { PhotoImage } from './photo-image.tsx';

/** How wide a photo's own page shows its picture. */
export function sizesOf({ widthPx = 3, heightPx = 2 }: PhotoDetail): string {
  return stageSizes(shapeOf(widthPx, heightPx), widthPx / heightPx);
}

interface Props {
  photo: PhotoDetail;
  /** On the whole screen. */
  full: boolean;
}

function Picture({ photo, full }: Props) {
  const { widthPx = 3, heightPx = 2 } = photo;
  const shape = shapeOf(widthPx, heightPx);
  const image = (
    <PhotoImage key={photo.visibility} photo={photo} sizes={full ? '100vw' : sizesOf(photo)} main />
  );
  if (shape === 'plain') return image;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by the keyboard
    <section class="stage-scroll" tabIndex={0} aria-label="Picture, larger than the page">
      {image}
    </section>
  );
}

/** A photo's picture, or what stands in its place. */
export function PhotoStage({ photo, full }: Props) {
  const { status, widthPx = 3, heightPx = 2 } = photo;
  const shape = status === 'ready' ? shapeOf(widthPx, heightPx) : 'plain';
  const size = { '--ratio': widthPx / heightPx, '--height': `${heightPx}px` };
  return (
    <div class={`stage stage-${status} stage-${shape}`} style={size}>
      {status === 'ready' ? <Picture photo={photo} full={full} /> : <PhotoAbsence photo={photo} live />}
    </div>
  );
}

import type { Photo } from '../api/media.ts';
import { pictureNotes } from '../photos/picture-notes.ts';
import { Icon } from './icon.tsx';

/** What is missing of a photo, told to everybody who looks at it; its owner may replace it. */
export function PhotoNotes({ photo, mine }: { photo: Photo; mine: boolean }) {
  const notes = pictureNotes(photo.notes);
  if (notes.length === 0) return null;
  return (
    <div class="notice">
      <Icon name="warning" />
      <p>
        {notes.join(' ')}{' '}
        {mine && photo.notes?.damaged && <a href={`/upload?replaces=${photo.id}`}>Replace it</a>}
      </p>
    </div>
  );
}

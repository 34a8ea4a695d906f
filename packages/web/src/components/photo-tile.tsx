import type { Photo } from '../api/media.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';
import { PhotoAbsence } from './photo-absence.tsx';
import { PhotoImage } from './photo-image.tsx';

const ratioOf = ({ widthPx = 3, heightPx = 2 }: Photo): number => widthPx / heightPx;

/** Very long or tall pictures would break the rows. */
const tileRatioOf = (photo: Photo): number => Math.min(2.4, Math.max(0.62, ratioOf(photo)));

/** A panorama that fills its tile is wider than that. */
function tileSizes(photo: Photo): string {
  const stretched = Math.max(1, ratioOf(photo) / tileRatioOf(photo));
  return `(max-width: 40rem) ${Math.round(92 * stretched)}vw, ${Math.round(26 * stretched)}rem`;
}

interface Props {
  photo: Photo;
  /** Whose it is, or (on the owner's page) who may see it. */
  caption: 'owner' | 'visibility' | 'none';
}

export function PhotoTile({ photo, caption }: Props) {
  const { owner, title, visibility } = photo;
  const address = `/photos/${photo.id}`;
  return (
    <li class="tile" style={{ '--ratio': tileRatioOf(photo) }}>
      {photo.status === 'ready' ? (
        <a class="tile-picture" href={address} aria-label={title}>
          <PhotoImage photo={photo} sizes={tileSizes(photo)} />
        </a>
      ) : (
        <a class="tile-picture" href={address}>
          <span class="visually-hidden">
            <bdi>{title}</bdi>:{' '}
          </span>
          <PhotoAbsence photo={photo} />
        </a>
      )}
      <div class="tile-caption">
        <bdi class="tile-title">{title}</bdi>
        {photo.likes > 0 && (
          <span class="tile-likes">
            <Icon name="heart" />
            <span class="visually-hidden">Likes: </span>
            {photo.likes.toLocaleString('en')}
          </span>
        )}
        {caption === 'owner' && (
          <a class="tile-owner" href={`/people/${owner.handle}`}>
            <Avatar person={owner} />
            <bdi>{owner.displayName}</bdi>
          </a>
        )}
        {caption === 'visibility' && (
          <span class="tile-owner">
            {visibility === 'private' && <Icon name="lock" />}
            {visibility === 'private' ? 'Private' : 'Public'}
          </span>
        )}
      </div>
    </li>
  );
}

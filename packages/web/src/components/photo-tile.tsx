import type { ComponentChildren } from 'preact';
import type { Photo } from '../api/media.ts';
import { drawnWidthPx, tileRatioOf } from '../photos/tile-shape.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';
import { PhotoAbsence } from './photo-absence.tsx';
import { PhotoImage } from './photo-image.tsx';

interface Props {
  photo: Photo;
  /** Whose it is, or (on the owner's page) who may see it. */
  caption: 'owner' | 'visibility' | 'none';
  /** Of its row; the width follows from the shape. */
  heightPx: number;
  children?: ComponentChildren;
}

export function PhotoTile({ photo, caption, heightPx, children }: Props) {
  const { owner, title, visibility } = photo;
  const address = `/photos/${photo.id}`;
  const ratio = tileRatioOf(photo);
  // Rounded down: a row must never be a hair wider than its list.
  const widthPx = Math.floor(heightPx * ratio * 100) / 100;
  return (
    <li class="tile" style={{ '--ratio': ratio, width: `${widthPx}px` }}>
      {photo.status === 'ready' ? (
        <a class="tile-picture" href={address} aria-label={title}>
          <PhotoImage photo={photo} sizes={`${drawnWidthPx(photo, widthPx)}px`} />
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
        {/* biome-ignore lint/a11y/useAnchorContent: for a press only; keys and screen readers have the picture's link, which says the same */}
        <a class="tile-title" href={address} tabIndex={-1} aria-hidden="true">
          <bdi>{title}</bdi>
        </a>
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
      {children}
    </li>
  );
}

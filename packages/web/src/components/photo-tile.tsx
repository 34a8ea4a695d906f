import type { Photo } from '../api/media.ts';
import { absenceOf, isSettling } from '../photos/photo-state.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';
import { PhotoImage } from './photo-image.tsx';

/** Very long or tall pictures would break the rows. */
const ratioOf = ({ widthPx = 3, heightPx = 2 }: Photo): number =>
  Math.min(2.4, Math.max(0.62, widthPx / heightPx));

function Waiting({ photo }: { photo: Photo }) {
  const now = Date.now();
  if (photo.status === 'rejected') {
    return (
      <span class="tile-state tile-state-bad">
        <Icon name="warning" />
        <span>
          <b>Not accepted.</b> {photo.rejection?.message}
        </span>
      </span>
    );
  }
  return (
    <span class={isSettling(photo, now) ? 'tile-state tile-state-busy' : 'tile-state'}>
      {absenceOf(photo, now)}
    </span>
  );
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
    <li class="tile" style={{ '--ratio': ratioOf(photo) }}>
      {photo.status === 'ready' ? (
        <a class="tile-picture" href={address} aria-label={title}>
          <PhotoImage photo={photo} sizes="(max-width: 40rem) 92vw, 26rem" />
        </a>
      ) : (
        <a class="tile-picture" href={address}>
          <span class="visually-hidden">{title}: </span>
          <Waiting photo={photo} />
        </a>
      )}
      <div class="tile-caption">
        <span class="tile-title">{title}</span>
        {caption === 'owner' && (
          <a class="tile-owner" href={`/people/${owner.handle}`}>
            <Avatar person={owner} />
            <span>{owner.displayName}</span>
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

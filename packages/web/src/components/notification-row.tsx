import { useEffect, useState } from 'preact/hooks';
import type { Notification } from '../api/notifications.ts';
import { ago } from '../format/moments.ts';
import { faceUrlOf } from '../people/face-url.ts';
import { privateLinks } from '../photos/rendition-links.ts';
import { Avatar } from './avatar.tsx';
import { Icon, type IconName } from './icon.tsx';

type Kind = Notification['kind'];

const icons: Readonly<Record<Kind, IconName>> = {
  welcome: 'mail',
  'new-follower': 'person',
  'photo-published': 'pictures',
  'photo-rejected': 'warning',
  liked: 'heart',
  commented: 'comment',
  'download-packed': 'download',
  'download-failed': 'warning',
};

/** Of their reader's own photos, which can be private by now. */
const ofOwnPhotos: ReadonlySet<Kind> = new Set(['liked', 'commented']);

/** A path of this site; anything else leads nowhere. */
const localPath = (path: string): string => (/^\/(?![/\\])/.test(path) ? path : '/notifications');

interface RowProps {
  notification: Notification;
  onRead(notification: Notification): void;
}

/** What happened, beside who did it and the photo that it is about. */
export function NotificationRow({ notification, onRead }: RowProps) {
  const { kind, text, path, read, createdAt, person, photo } = notification;
  const icon = <Icon name={icons[kind] ?? 'bell'} />;
  return (
    <li class={read ? 'notification' : 'notification is-unread'}>
      <a href={localPath(path)} onClick={() => onRead(notification)}>
        {person ? (
          <span class="notification-face">
            <Avatar person={person} />
            <span class="notification-kind">{icon}</span>
          </span>
        ) : (
          <span class="notification-icon">{icon}</span>
        )}
        <span class="notification-text">
          {!read && <span class="visually-hidden">Unread: </span>}
          <bdi>{text}</bdi>
          <time class="field-hint" dateTime={createdAt}>
            {ago(createdAt, Date.now())}
          </time>
        </span>
        {photo && <Picture key={photo.id} photo={photo} isOwn={ofOwnPhotos.has(kind)} />}
      </a>
    </li>
  );
}

/** A photo in a few pixels, whose room is kept. Nothing is in it while the photo is not to be seen, as when it is hidden or deleted. */
function Picture({ photo, isOwn }: { photo: NonNullable<Notification['photo']>; isOwn: boolean }) {
  const { id, picture } = photo;
  const [link, setLink] = useState<string>();
  const [missing, setMissing] = useState<string>();
  const needsLink = isOwn && picture === undefined;
  // The links of all rows travel in one request.
  useEffect(() => {
    if (!needsLink) return;
    let current = true;
    privateLinks.linksOf(id).then(
      (renditions) => current && setLink(faceUrlOf({ renditions })),
      // The room stays empty; the page tells of a lost connection or session itself.
      () => {},
    );
    return () => {
      current = false;
    };
  }, [needsLink, id]);
  const url = picture?.url ?? link;
  return (
    <span class="notification-picture">
      {url && url !== missing && (
        <img
          src={url}
          alt={picture?.altText ?? ''}
          width={48}
          height={48}
          loading="lazy"
          decoding="async"
          onError={() => setMissing(url)}
        />
      )}
    </span>
  );
}

import { useCallback, useEffect } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { getPhoto, getPublicPhoto, type PhotoDetail } from '../api/media.ts';
import { ProblemError } from '../api/problem-error.ts';
import { useMe, useSession } from '../auth/session.ts';
import { AnswersSlot } from '../components/answers-slot.tsx';
import { Avatar } from '../components/avatar.tsx';
import { Failure } from '../components/failure.tsx';
import { Icon } from '../components/icon.tsx';
import { Loading } from '../components/loading.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { PhotoAbsence } from '../components/photo-absence.tsx';
import { PhotoEditor } from '../components/photo-editor.tsx';
import { PhotoImage } from '../components/photo-image.tsx';
import { PhotoNotes } from '../components/photo-notes.tsx';
import { ShareButton } from '../components/share-button.tsx';
import { TagLinks } from '../components/tag-links.tsx';
import { longDate } from '../format/moments.ts';
import { plural } from '../format/sizes.ts';
import { useResource } from '../page/use-resource.ts';
import { cameraFacts } from '../photos/camera-facts.ts';
import { countView } from '../photos/count-view.ts';
import { shapeOf, stageSizes } from '../photos/photo-shape.ts';
import { isSettling, renditionsFollowed } from '../photos/photo-state.ts';
import { useSettling } from '../photos/use-settling.ts';
import { NotFoundPage } from './not-found-page.tsx';

function Picture({ photo }: { photo: PhotoDetail }) {
  const { widthPx = 3, heightPx = 2 } = photo;
  const shape = shapeOf(widthPx, heightPx);
  const image = (
    <PhotoImage key={photo.visibility} photo={photo} sizes={stageSizes(shape, widthPx / heightPx)} main />
  );
  if (shape === 'plain') return image;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by the keyboard
    <section class="stage-scroll" tabIndex={0} aria-label="Picture, larger than the page">
      {image}
    </section>
  );
}

function Stage({ photo }: { photo: PhotoDetail }) {
  const { status, widthPx = 3, heightPx = 2 } = photo;
  const shape = status === 'ready' ? shapeOf(widthPx, heightPx) : 'plain';
  const size = { '--ratio': widthPx / heightPx, '--height': `${heightPx}px` };
  return (
    <div class={`stage stage-${status} stage-${shape}`} style={size}>
      {status === 'ready' ? <Picture photo={photo} /> : <PhotoAbsence photo={photo} live />}
    </div>
  );
}

function Facts({ photo }: { photo: PhotoDetail }) {
  const facts = cameraFacts(photo.camera ?? {});
  if (photo.widthPx && photo.heightPx) facts.push(['Size', `${photo.widthPx} × ${photo.heightPx}`]);
  if (facts.length === 0) return null;
  return (
    <dl class="facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type Read = (id: string) => Promise<PhotoDetail>;

interface ShownProps {
  photo: PhotoDetail;
  read: Read;
  onChange(photo: PhotoDetail): void;
}

function Shown({ photo, read, onChange }: ShownProps) {
  const { owner, title, description, publishedAt, createdAt } = photo;
  const mine = useMe()?.id === owner.id;
  const isPublic = photo.publishedAt !== undefined && photo.visibility === 'public';
  useEffect(() => {
    if (isPublic && !mine) countView(photo.id);
  }, [photo.id, isPublic, mine]);
  const look = useCallback(async () => onChange(await read(photo.id)), [photo.id, read, onChange]);
  useSettling(isSettling(photo, Date.now()) || !renditionsFollowed(photo), look);
  return (
    <article class="photo-page">
      <Stage photo={photo} />
      <PhotoNotes photo={photo} mine={mine} />
      <div class="photo-columns">
        <div class="photo-words">
          <PageTitle title={title} />
          <p class="byline">
            <a class="tile-owner" href={`/people/${owner.handle}`}>
              <Avatar person={owner} />
              <bdi>{owner.displayName}</bdi>
            </a>
            <time dateTime={publishedAt ?? createdAt}>{longDate(publishedAt ?? createdAt)}</time>
            {photo.views !== undefined && <span>{plural(photo.views, 'view')}</span>}
            {photo.visibility === 'private' && (
              <span class="tag">
                <Icon name="lock" /> Private
              </span>
            )}
          </p>
          {description && (
            <p class="prose" dir="auto">
              {description}
            </p>
          )}
          <TagLinks tags={photo.tags} />
          <Facts photo={photo} />
          {isPublic && (
            <div class="button-row">
              <ShareButton title={title} path={`/photos/${photo.id}`} />
            </div>
          )}
          <AnswersSlot photo={photo} />
        </div>
        {mine && <PhotoEditor photo={photo} onChange={onChange} />}
      </div>
    </article>
  );
}

/** Somebody who is signed in is told more of their own photos, and sees those that are hidden. */
export function PhotoPage() {
  const { state } = useSession();
  if (state.status === 'unknown') return <Loading />;
  if (state.status === 'unreachable') return <Failure error={state.error} onRetry={state.retry} />;
  return <PhotoAsRead read={state.status === 'signed-in' ? getPhoto : getPublicPhoto} />;
}

function PhotoAsRead({ read }: { read: Read }) {
  const { params } = useRoute();
  const id = params.id ?? '';
  const { resource, retry, set } = useResource(useCallback(() => read(id), [id, read]));
  if (resource.status === 'loading') return <Loading />;
  if (resource.status === 'ready') return <Shown photo={resource.value} read={read} onChange={set} />;
  const { error } = resource;
  const missing = error instanceof ProblemError && (error.status === 404 || error.status === 400);
  return missing ? <NotFoundPage /> : <Failure error={error} onRetry={retry} />;
}

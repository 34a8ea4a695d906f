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
import { PhotoEditor } from '../components/photo-editor.tsx';
import { PhotoNotes } from '../components/photo-notes.tsx';
import { PhotoViewer } from '../components/photo-viewer.tsx';
import { ShareButton } from '../components/share-button.tsx';
import { StoryLink } from '../components/story-link.tsx';
import { TagLinks } from '../components/tag-links.tsx';
import { longDate } from '../format/moments.ts';
import { plural } from '../format/sizes.ts';
import { cameraFacts } from '../photos/camera-facts.ts';
import { countView } from '../photos/count-view.ts';
import type { ReadPhoto } from '../photos/known-photo.ts';
import { isSettling, renditionsFollowed } from '../photos/photo-state.ts';
import { usePhoto } from '../photos/use-photo.ts';
import { useSettling } from '../photos/use-settling.ts';
import { type Steps, useSteps } from '../photos/use-steps.ts';
import { NotFoundPage } from './not-found-page.tsx';

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

interface ShownProps {
  photo: PhotoDetail;
  read: ReadPhoto;
  steps: Steps;
  onChange(photo: PhotoDetail): void;
}

function Shown({ photo, read, steps, onChange }: ShownProps) {
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
      <PhotoViewer photo={photo} steps={steps} />
      {/* Another photo's words are other words: whatever was begun beside the last one ends with it. */}
      <div key={photo.id} class="photo-columns">
        <div class="photo-words">
          <PhotoNotes photo={photo} mine={mine} />
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
            <StoryLink of={{ photo: photo.id }} />
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
        </div>
        {mine && <PhotoEditor photo={photo} onChange={onChange} />}
        {/* Last, since nobody knows how long it becomes: what comes in moves nothing. */}
        <AnswersSlot photo={photo} />
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

function PhotoAsRead({ read }: { read: ReadPhoto }) {
  const { params } = useRoute();
  const id = params.id ?? '';
  const { photo, failed, retry, show, change } = usePhoto(id, read);
  const steps = useSteps(id, read, show);
  if (photo) return <Shown photo={photo} read={read} steps={steps} onChange={change} />;
  if (!failed) return <Loading />;
  const { error } = failed;
  const missing = error instanceof ProblemError && (error.status === 404 || error.status === 400);
  return missing ? <NotFoundPage /> : <Failure error={error} onRetry={retry} />;
}

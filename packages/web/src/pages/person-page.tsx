import { useCallback } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { listFeed, type Photo } from '../api/media.ts';
import { ProblemError } from '../api/problem-error.ts';
import { getUser, type Profile } from '../api/users.ts';
import { useMe } from '../auth/session.ts';
import { Avatar } from '../components/avatar.tsx';
import { Empty } from '../components/empty.tsx';
import { Failure } from '../components/failure.tsx';
import { FollowButton } from '../components/follow-button.tsx';
import { Loading } from '../components/loading.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { PhotoGrid } from '../components/photo-grid.tsx';
import { isolated } from '../format/isolated.ts';
import { plural } from '../format/sizes.ts';
import { pageKeeper } from '../page/kept-pages.ts';
import { usePages } from '../page/use-pages.ts';
import { useResource } from '../page/use-resource.ts';
import { useTrail } from '../photos/set-out.ts';
import { NotFoundPage } from './not-found-page.tsx';

const keeper = pageKeeper<Photo>();

function Shown({ profile, onChange }: { profile: Profile; onChange(profile: Profile): void }) {
  const { handle, displayName, bio, followerCount, followingCount } = profile;
  const me = useMe();
  const pages = usePages(
    useCallback((cursor?: string) => listFeed({ owner: handle, cursor }), [handle]),
    keeper,
  );
  useTrail({ kind: 'feed', owner: handle }, displayName, pages);
  const count = useCallback(
    (difference: 1 | -1) => onChange({ ...profile, followerCount: Math.max(0, followerCount + difference) }),
    [profile, followerCount, onChange],
  );
  return (
    <>
      <section class="profile">
        <Avatar person={profile} large />
        <div class="profile-words">
          <PageTitle title={displayName} />
          <p class="handle">@{handle}</p>
          {bio && (
            <p class="prose" dir="auto">
              {bio}
            </p>
          )}
          <p class="counts">
            <a href={`/people/${handle}/followers`}>{plural(followerCount, 'follower')}</a>
            <a href={`/people/${handle}/following`}>{followingCount.toLocaleString('en')} following</a>
          </p>
        </div>
        <div class="profile-actions">
          <FollowButton profile={profile} onChange={count} />
          {me?.id === profile.id && (
            <a class="button" href="/settings">
              Edit profile
            </a>
          )}
        </div>
      </section>
      <h2 class="section-title">Public photos</h2>
      <PhotoGrid pages={pages} caption="none" label={`Photos by ${displayName}`} />
      {pages.status === 'ready' && pages.items.length === 0 && (
        <Empty icon="pictures" title={`${isolated(displayName)} has no public photos yet`} />
      )}
    </>
  );
}

export function PersonPage() {
  const { params } = useRoute();
  const handle = params.handle ?? '';
  const { resource, retry, set } = useResource(useCallback(() => getUser(handle), [handle]));
  if (resource.status === 'loading') return <Loading />;
  if (resource.status === 'ready') return <Shown profile={resource.value} onChange={set} />;
  const { error } = resource;
  const missing = error instanceof ProblemError && (error.status === 404 || error.status === 400);
  return missing ? <NotFoundPage /> : <Failure error={error} onRetry={retry} />;
}

import { useCallback, useEffect, useState } from 'preact/hooks';
import { followUser, listFollowers, listFollowing, type Profile, unfollowUser } from '../api/users.ts';
import { signInPath } from '../auth/return-path.ts';
import { useMe, useSession } from '../auth/session.ts';
import { isolated } from '../format/isolated.ts';
import { announce } from '../page/announce.ts';
import { useAction } from '../page/use-action.ts';
import { isFollowing } from '../people/is-following.ts';
import { ActionError } from './action-error.tsx';

interface Props {
  profile: Profile;
  /** The follower count changes by this. */
  onChange(difference: 1 | -1): void;
}

/** Follow, or stop following. A visitor is led to sign in first; on one's own page it is not there. */
export function FollowButton({ profile, onChange }: Props) {
  const { state } = useSession();
  const me = useMe();
  const [following, setFollowing] = useState<boolean>();

  useEffect(() => {
    setFollowing(undefined);
    if (!me || me.id === profile.id) return;
    let current = true;
    isFollowing(me, profile, { listFollowers, listFollowing }).then(
      (answer) => current && setFollowing(answer),
      // Following twice changes nothing, so the button can still be offered.
      () => current && setFollowing(false),
    );
    return () => {
      current = false;
    };
    // Only another person makes the answer out of date, not a changed count.
  }, [me?.id, profile.id]);

  const toggle = useCallback(async () => {
    if (following === undefined) return;
    await (following ? unfollowUser : followUser)(profile.handle);
    setFollowing(!following);
    onChange(following ? -1 : 1);
    announce(
      following
        ? `You no longer follow ${isolated(profile.displayName)}.`
        : `You follow ${isolated(profile.displayName)}.`,
    );
  }, [following, profile, onChange]);
  const { busy, failure, run } = useAction(toggle);

  if (!me && state.status !== 'anonymous') return null;
  if (me?.id === profile.id) return null;
  if (!me) {
    return (
      <a class="button button-primary" href={signInPath(`/people/${profile.handle}`)}>
        Follow
      </a>
    );
  }
  return (
    <>
      <button
        type="button"
        class={following ? 'button' : 'button button-primary'}
        aria-disabled={busy || following === undefined}
        onClick={() => void run()}
      >
        {following ? 'Unfollow' : 'Follow'}
      </button>
      <ActionError failure={failure} />
    </>
  );
}

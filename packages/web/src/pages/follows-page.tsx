import { useCallback } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { ProblemError } from '../api/problem-error.ts';
import { listFollowers, listFollowing, type Person } from '../api/users.ts';
import { Empty } from '../components/empty.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { PeopleList } from '../components/people-list.tsx';
import { pageKeeper } from '../page/kept-pages.ts';
import { usePages } from '../page/use-pages.ts';
import { NotFoundPage } from './not-found-page.tsx';

const lists = {
  followers: { title: 'Followers', list: listFollowers, none: 'Nobody follows yet' },
  following: { title: 'Following', list: listFollowing, none: 'Follows nobody yet' },
};

function follows(name: keyof typeof lists) {
  const { title, list, none } = lists[name];
  const keeper = pageKeeper<Person>();
  return function FollowsPage() {
    const handle = useRoute().params.handle ?? '';
    const pages = usePages(
      useCallback((cursor?: string) => list(handle, { cursor, limit: 50 }), [handle]),
      keeper,
    );
    const { error, status, items, hasMore } = pages;
    if (status === 'failed' && error instanceof ProblemError && [400, 404].includes(error.status))
      return <NotFoundPage />;
    return (
      <div class="narrow">
        <div class="page-head">
          <PageTitle title={`${title} · @${handle}`}>{title}</PageTitle>
          <a class="button button-quiet" href={`/people/${handle}`}>
            @{handle}
          </a>
        </div>
        <PeopleList pages={pages} label={title} />
        {status === 'ready' && items.length === 0 && !hasMore && <Empty icon="person" title={none} />}
      </div>
    );
  };
}

/** Who follows a person, and whom a person follows. */
export const FollowersPage = follows('followers');
export const FollowingPage = follows('following');

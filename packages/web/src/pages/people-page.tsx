import { lengthOf } from '@shutterbus/contracts/text-rules';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Page } from '../api/client.ts';
import { findPeople, type Person } from '../api/users.ts';
import { Empty } from '../components/empty.tsx';
import { FeedSwitch } from '../components/feed-switch.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { PeopleList } from '../components/people-list.tsx';
import { pageKeeper } from '../page/kept-pages.ts';
import { usePages } from '../page/use-pages.ts';

const keeper = pageKeeper<Person>();

/** Nobody is asked about one letter; and who types on is waited for. */
const [leastLength, waitMs] = [2, 250];

function Found({ begins }: { begins: string }) {
  const pages = usePages(
    useCallback((cursor?: string): Promise<Page<Person>> => findPeople(begins, { cursor }), [begins]),
    keeper,
  );
  const none = pages.status === 'ready' && pages.items.length === 0 && !pages.hasMore;
  return (
    <div aria-live="polite">
      <PeopleList pages={pages} label="People found" />
      {none && <Empty icon="person" title={`Nobody’s name begins with “${begins}”`} />}
    </div>
  );
}

/** Finds people by the beginning of handle or name. What is looked for stands in the address, so that Back leads to it. */
export function PeoplePage() {
  const { query, route } = useLocation();
  const [typed, setTyped] = useState(query.q ?? '');
  const begins = (query.q ?? '').trim();

  useEffect(() => {
    if (typed.trim() === begins) return;
    const timer = setTimeout(
      () => route(`/people?${new URLSearchParams({ q: typed.trim() })}`, true),
      waitMs,
    );
    return () => clearTimeout(timer);
  }, [typed, begins, route]);

  return (
    <>
      <PageTitle title="People" hidden />
      <FeedSwitch />
      <div class="narrow">
        <search class="people-search">
          <form class="field" onSubmit={(event) => event.preventDefault()}>
            <label for="people-search">Find people</label>
            <input
              id="people-search"
              class="input"
              type="search"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              maxLength={50}
              value={typed}
              onInput={({ currentTarget }) => setTyped(currentTarget.value)}
            />
            <p class="field-hint">By the beginning of a name or a handle, two letters at least.</p>
          </form>
        </search>
        {lengthOf(begins) >= leastLength && <Found key={begins} begins={begins} />}
      </div>
    </>
  );
}

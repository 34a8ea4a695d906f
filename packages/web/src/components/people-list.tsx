import type { Person } from '../api/users.ts';
import type { Pages } from '../page/use-pages.ts';
import { LoadMore } from './load-more.tsx';
import { PersonRow } from './person-row.tsx';

export function PeopleList({ pages, label }: { pages: Pages<Person>; label: string }) {
  return (
    <>
      {pages.items.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
        <ul class="people" role="list" aria-label={label}>
          {pages.items.map((person) => (
            <PersonRow key={person.id} person={person} />
          ))}
        </ul>
      )}
      <LoadMore pages={pages} />
    </>
  );
}

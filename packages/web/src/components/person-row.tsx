import type { Person } from '../api/users.ts';
import { Avatar } from './avatar.tsx';

export function PersonRow({ person }: { person: Person }) {
  return (
    <li>
      <a class="person-row" href={`/people/${person.handle}`}>
        <Avatar person={person} />
        <bdi class="person-row-name">{person.displayName}</bdi>
        <span class="handle">@{person.handle}</span>
      </a>
    </li>
  );
}

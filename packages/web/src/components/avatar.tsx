import type { Person } from '../api/users.ts';

/** A hue that stays with the handle. */
function hueOf(handle: string): number {
  let hash = 7;
  for (const character of handle) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return hash;
}

/** The first letter of the name on a colour of its own. Decoration: the name stands beside it. */
export function Avatar({
  person,
  large,
}: {
  person: Pick<Person, 'handle' | 'displayName'>;
  large?: boolean;
}) {
  const [initial = '?'] = person.displayName.trim() || person.handle;
  return (
    <span
      class={large ? 'avatar avatar-large' : 'avatar'}
      aria-hidden="true"
      style={{ '--hue': hueOf(person.handle) }}
    >
      {initial.toUpperCase()}
    </span>
  );
}

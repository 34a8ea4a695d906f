import { useState } from 'preact/hooks';
import type { Person } from '../api/users.ts';

/** A hue that stays with the handle. */
function hueOf(handle: string): number {
  let hash = 7;
  for (const character of handle) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return hash;
}

/**
 * The photo that a person chose, or the first letter of the name on a colour of its own: also while the photo is loading, and when it
 * is hidden meanwhile. Decoration: the name stands beside it.
 */
export function Avatar({
  person,
  large,
}: {
  person: Pick<Person, 'handle' | 'displayName' | 'avatar'>;
  large?: boolean;
}) {
  const [initial = '?'] = person.displayName.trim() || person.handle;
  const url = person.avatar?.url;
  const [missing, setMissing] = useState<string>();
  return (
    <span
      class={large ? 'avatar avatar-large' : 'avatar'}
      aria-hidden="true"
      style={{ '--hue': hueOf(person.handle) }}
    >
      <span>{initial.toUpperCase()}</span>
      {url && url !== missing && (
        <img src={url} alt="" width={88} height={88} decoding="async" onError={() => setMissing(url)} />
      )}
    </span>
  );
}

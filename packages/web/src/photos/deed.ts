import { plural } from '../format/sizes.ts';

/** What can be done with several photos at once. */
export type Deed = 'publish' | 'hide' | 'delete';

/** What a deed makes of photos, said of many. */
const becomes: Record<Deed, string> = { publish: 'public', hide: 'private', delete: 'deleted' };

/** What is said when it is over, wherever one is by then; of those that it failed for, too. */
export function toldOf(deed: Deed, done: number, failed: number): string {
  const told: string[] = [];
  if (done > 0) told.push(`${plural(done, 'photo')} ${done === 1 ? 'is' : 'are'} ${becomes[deed]} now.`);
  const made = deed === 'delete' ? '' : 'made ';
  if (failed > 0) told.push(`${plural(failed, 'photo')} could not be ${made}${becomes[deed]}.`);
  return told.join(' ');
}

import { keepInEntry } from '../page/keep-in-entry.ts';
import { arrival } from './set-out.ts';
import { readTrail, type Trail } from './trail.ts';

/** What the photo's page knows of the way to it; after a reload too, and not where one came by another way. */
export function arrive(id: string, viewer: string | undefined): Trail | undefined {
  const trail = arrival(id);
  if (trail) keepInEntry({ trail });
  return readTrail(trail ? { trail } : history.state, id, viewer);
}

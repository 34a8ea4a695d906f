import { arrival } from './set-out.ts';
import { readTrail, type Trail } from './trail.ts';

/** What the photo's page knows of the way to it; after a reload too, and not where one came by another way. */
export function arrive(id: string, viewer: string | undefined): Trail | undefined {
  const trail = arrival(id);
  if (trail) keepTrail(trail);
  return readTrail(history.state, id, viewer);
}

/** Keeps the trail with the current entry of the history. */
export function keepTrail(trail: Trail): void {
  history.replaceState({ ...history.state, trail }, '');
}

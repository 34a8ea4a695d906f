import type { Page } from '../api/client.ts';
import { listFeed, listHome, listMine, type Photo } from '../api/media.ts';
import { members } from '../format/members.ts';

/** Which list of photos: of everybody, a tag or a person; of those one follows; or one's own. */
export type TrailList =
  | { kind: 'feed'; owner?: string; tag?: string }
  | { kind: 'home'; viewer: string }
  | { kind: 'mine'; viewer: string };

/** The list that one came to a photo from, as far as it was loaded. Kept with the photo's entry in the browser's history. */
export interface Trail {
  list: TrailList;
  /** The page that shows the list, and its name. */
  from: string;
  label: string;
  ids: readonly string[];
  /** Absent where the list ends. */
  nextCursor?: string;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function readList(value: unknown): TrailList | undefined {
  const parts = members(value);
  const kind = parts.get('kind');
  const viewer = text(parts.get('viewer'));
  if ((kind === 'home' || kind === 'mine') && viewer) return { kind, viewer };
  const owner = text(parts.get('owner'));
  const tag = text(parts.get('tag'));
  return kind === 'feed' ? { kind, ...(owner ? { owner } : {}), ...(tag ? { tag } : {}) } : undefined;
}

/** The trail in an entry of the history, if it leads to this photo and, where it is somebody's own, the reader is that one. */
export function readTrail(state: unknown, id: string, viewer: string | undefined): Trail | undefined {
  const parts = members(members(state).get('trail'));
  const list = readList(parts.get('list'));
  const from = text(parts.get('from'));
  const label = text(parts.get('label'));
  const given: unknown = parts.get('ids');
  const ids = Array.isArray(given) ? given.flatMap((entry) => text(entry) ?? []) : [];
  const nextCursor = text(parts.get('nextCursor'));
  if (!list || !from || !label || !ids.includes(id)) return undefined;
  if ('viewer' in list && list.viewer !== viewer) return undefined;
  return { list, from, label, ids, ...(nextCursor ? { nextCursor } : {}) };
}

export type Direction = 'previous' | 'next';

/** @returns undefined at the end of what is loaded */
export function neighbour({ ids }: Trail, id: string, direction: Direction): string | undefined {
  const index = ids.indexOf(id);
  return index < 0 ? undefined : ids[direction === 'next' ? index + 1 : index - 1];
}

/** `3 of 24`, or `3 of 24+` while more may follow. */
export const placeIn = ({ ids, nextCursor }: Trail, id: string): string =>
  `${ids.indexOf(id) + 1} of ${ids.length}${nextCursor ? '+' : ''}`;

/** A photo that is gone, or hidden by now, is none to stop at. */
export const without = (trail: Trail, gone: string): Trail => ({
  ...trail,
  ids: trail.ids.filter((id) => id !== gone),
});

/** With the page that follows what is loaded. */
export async function extended(
  trail: Trail,
  read: (list: TrailList, cursor: string) => Promise<Page<Photo>> = readPage,
): Promise<Trail> {
  if (!trail.nextCursor) return trail;
  const { items, nextCursor } = await read(trail.list, trail.nextCursor);
  const { nextCursor: _passed, ...rest } = trail;
  const ids = [...new Set([...trail.ids, ...items.map(({ id }) => id)])];
  return { ...rest, ids, ...(nextCursor ? { nextCursor } : {}) };
}

function readPage(list: TrailList, cursor: string): Promise<Page<Photo>> {
  if (list.kind === 'home') return listHome({ cursor });
  if (list.kind === 'mine') return listMine({ cursor });
  const { kind: _kind, ...query } = list;
  return listFeed({ ...query, cursor });
}

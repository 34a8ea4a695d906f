import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { PhotoDetail } from '../api/media.ts';
import { ProblemError } from '../api/problem-error.ts';
import { useMe } from '../auth/session.ts';
import { announce } from '../page/announce.ts';
import { keepInEntry } from '../page/keep-in-entry.ts';
import { arrive } from './arrive.ts';
import { isOf, type ReadPhoto } from './known-photo.ts';
import { setOut } from './set-out.ts';
import { type Direction, extended, neighbour, type Trail, without } from './trail.ts';

/** So long a photo that was read ahead is as good as new; the link to its original holds for 300 s. */
const freshMs = 60_000;

export interface Steps {
  /** Absent where one came by another way than a list. */
  trail: Trail | undefined;
  /** What a step in each direction would show, as far as it is known. */
  canStep: Record<Direction, boolean>;
  /** The photo that most likely comes next, to load its picture ahead. */
  ahead: PhotoDetail | undefined;
  step(direction: Direction): void;
}

const isGone = (error: unknown): boolean => error instanceof ProblemError && error.status === 404;

/** Going from one photo to the next, within the list that one came from. The address follows, and Back leads to the list. */
export function useSteps(id: string, read: ReadPhoto, show: (photo: PhotoDetail) => void): Steps {
  const { route } = useLocation();
  const viewer = useMe()?.id;
  const arrived = useMemo(() => arrive(id, viewer), [id, viewer]);
  const [renewed, setRenewed] = useState<{ id: string; trail: Trail }>();
  const trail = renewed?.id === id ? renewed.trail : arrived;
  const [ahead, setAhead] = useState<{ photo: PhotoDetail; read: ReadPhoto; atMs: number }>();
  const latest = useRef({ id, trail, ahead });
  latest.current = { id, trail, ahead };
  const stepping = useRef(false);

  const renew = useCallback((next: Trail) => {
    keepInEntry({ trail: next });
    setRenewed({ id: latest.current.id, trail: next });
  }, []);

  const following = trail && neighbour(trail, id, 'next');
  useEffect(() => {
    if (!trail) return;
    let current = true;
    if (following)
      read(following).then(
        (photo) => current && setAhead({ photo, read, atMs: Date.now() }),
        // The step itself tells what is wrong.
        () => {},
      );
    else if (trail.nextCursor)
      extended(trail).then(
        (longer) => current && renew(longer),
        () => {},
      );
    return () => {
      current = false;
    };
  }, [following, trail?.nextCursor, read, renew]);

  const step = useCallback(
    async (direction: Direction) => {
      if (stepping.current) return;
      stepping.current = true;
      try {
        for (let way = latest.current.trail; way; ) {
          const from = latest.current.id;
          const to = neighbour(way, from, direction);
          if (to === undefined && direction === 'next' && way.nextCursor) {
            way = await extended(way);
            if (latest.current.id === from) renew(way);
            continue;
          }
          if (to === undefined) return;
          try {
            const known = latest.current.ahead;
            const fresh = known && isOf(known, to, read) && Date.now() - known.atMs < freshMs;
            const photo = fresh ? known.photo : await read(to);
            // Somebody who has left meanwhile is not taken back.
            if (latest.current.id !== from) return;
            setOut(to, way);
            // The address first: a browser may refuse it, and what is shown is what it names.
            route(`/photos/${to}`, true);
            show(photo);
            return;
          } catch (error) {
            if (!isGone(error)) throw error;
            way = without(way, to);
            renew(way);
          }
        }
      } catch {
        announce('The photo could not be loaded. Check your connection and try again.');
      } finally {
        stepping.current = false;
      }
    },
    [read, show, route, renew],
  );

  return {
    trail,
    canStep: {
      previous: trail !== undefined && neighbour(trail, id, 'previous') !== undefined,
      next: trail !== undefined && (following !== undefined || trail.nextCursor !== undefined),
    },
    ahead: following && isOf(ahead, following, read) ? ahead?.photo : undefined,
    step: (direction) => void step(direction),
  };
}

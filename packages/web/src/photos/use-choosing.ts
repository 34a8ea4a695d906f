import { useCallback, useState } from 'preact/hooks';
import { deletePhoto, type Photo, updatePhoto } from '../api/media.ts';
import { ProblemError } from '../api/problem-error.ts';
import { announce } from '../page/announce.ts';
import type { Pages } from '../page/use-pages.ts';
import { type Deed, toldOf } from './deed.ts';
import { forEachPhoto, type Outcome } from './for-each-photo.ts';
import { privateLinks } from './rendition-links.ts';

export interface Choosing {
  /** How many there are to choose from. */
  count: number;
  chosen: Photo[];
  isChosen(photo: Photo): boolean;
  choose(photo: Photo, isChosen: boolean): void;
  chooseAll(all: boolean): void;
  /** While something is done with them: with how many it is. */
  busy: { settled: number; count: number } | undefined;
  /** Deleted, and still in its place, so that nothing moves under the pointer. */
  isGone(photo: Photo): boolean;
  /** Ends it: what is deleted leaves the list. */
  end(): void;
  failures: (Pick<Outcome, 'failed'> & { deed: Deed }) | undefined;
  /** @param signal keeps it from all that it has not begun when it is aborted */
  run(deed: Deed, photos: Photo[], signal?: AbortSignal): Promise<void>;
}

/** Several of one's photos, and what is done with all of them. Those that it fails for stay chosen. */
export function useChoosing(pages: Pages<Photo>): Choosing {
  const { items, change } = pages;
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState<Choosing['busy']>();
  const [failures, setFailures] = useState<Choosing['failures']>();

  const doOne = useCallback(
    async (deed: Deed, { id }: Photo) => {
      if (deed === 'delete') {
        await deletePhoto(id).catch(passWhenGone);
        setGone((before) => new Set([...before, id]));
        return;
      }
      privateLinks.forget(id);
      const changed = await updatePhoto(id, { visibility: deed === 'publish' ? 'public' : 'private' });
      change((before) => before.map((photo) => (photo.id === id ? { ...photo, ...changed } : photo)));
    },
    [change],
  );

  const run = useCallback(
    async (deed: Deed, photos: Photo[], signal?: AbortSignal) => {
      setFailures(undefined);
      setBusy({ settled: 0, count: photos.length });
      const { done, failed } = await forEachPhoto(photos, (photo) => doOne(deed, photo), {
        signal,
        onProgress: (settled) => setBusy({ settled, count: photos.length }),
      });
      setBusy(undefined);
      const settled = new Set(done.map(({ id }) => id));
      setIds((before) => new Set([...before].filter((id) => !settled.has(id))));
      if (failed.length > 0) setFailures({ deed, failed });
      const told = toldOf(deed, done.length, failed.length);
      if (told) announce(told);
    },
    [doOne],
  );

  const there = items.filter(({ id }) => !gone.has(id));
  return {
    count: there.length,
    chosen: there.filter(({ id }) => ids.has(id)),
    isChosen: ({ id }) => ids.has(id),
    choose: ({ id }, isChosen) =>
      setIds((before) => new Set(isChosen ? [...before, id] : [...before].filter((other) => other !== id))),
    chooseAll: (all) => setIds(new Set(all ? there.map(({ id }) => id) : [])),
    isGone: ({ id }) => gone.has(id),
    end() {
      change((before) => before.filter(({ id }) => !gone.has(id)));
      setIds(new Set());
      setGone(new Set());
      setFailures(undefined);
    },
    busy,
    failures,
    run,
  };
}

/** Somebody was faster, or this is another try. */
function passWhenGone(error: unknown): void {
  if (!(error instanceof ProblemError && error.status === 404)) throw error;
}

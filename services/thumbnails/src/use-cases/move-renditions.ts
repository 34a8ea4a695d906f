import type { Trace } from '@shutterbus/contracts/event';
import type { Clock } from '@shutterbus/lambda/clock';
import { type Pause, retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { emptyAbandoned, emptyAgain, emptyLeftovers } from '../empty-leftovers.ts';
import { ConcurrentChangeError } from '../errors.ts';
import { noteTarget } from '../note-target.ts';
import type { LinkPreviewMaker, RenditionSetRepository, RenditionStore } from '../ports.ts';
import { arrived, laterWish, unknownSet, type Wish, withTarget } from '../rendition-set.ts';
import { thumbnailsGenerated } from '../thumbnail-events.ts';
import { withLinkPreview } from '../with-link-preview.ts';

interface Dependencies {
  sets: RenditionSetRepository;
  store: RenditionStore;
  linkPreviews: LinkPreviewMaker;
  clock: Clock;
  newId: () => string;
  /** 128 random bits as text that may stand in a path. */
  randomName: () => string;
  /** Between attempts that another delivery came into. Default: a random one of a few milliseconds. */
  pause?: Pause | undefined;
}

interface MoveRenditions {
  mediaId: string;
  ownerId: string;
  wish: Wish;
  trace: Trace;
}

/**
 * Moves the renditions where a new visibility wants them: copies, tells, and then deletes the old objects, so that
 * there is always a whole set. Told before the renditions exist, it notes the wish for their making. Each move goes
 * to a fresh folder, also from public to public, because the photo may have been hidden in between.
 */
export function makeMoveRenditions(deps: Dependencies) {
  const { sets, store, clock, newId, randomName, pause } = deps;
  return async ({ mediaId, ownerId, wish, trace }: MoveRenditions): Promise<void> => {
    let written: string | undefined;

    const move = async (): Promise<void> => {
      const known = (await sets.find(mediaId)) ?? unknownSet(mediaId, ownerId);
      await emptyAbandoned(written, known, store);
      if (known.deletedAt) return emptyLeftovers(known, sets, store);

      const newest = laterWish(known.wish, wish);
      if (!known.place || !known.picture) {
        if (newest !== known.wish) await sets.save({ ...known, wish: newest }, []);
        return;
      }
      if (known.place.mediaVersion >= newest.mediaVersion) return emptyAgain(known, sets, store);

      const { place, picture } = known;
      const noted = await noteTarget(known, withTarget(known, newest, place.recipe, randomName), sets);
      const { folder, visibility } = noted.target;
      const names = picture.renditions.map(({ name }) => name);
      written = folder;
      await store.copy(place.folder, folder, visibility, names);
      const largest = () => store.readRendition(place.folder, names[0] ?? '');
      const shown = await withLinkPreview(picture, noted.target, largest, deps);
      const occasion = { at: clock().toISOString(), trace, newId };
      const event = thumbnailsGenerated(noted, noted.target, shown, occasion);
      const saved = await sets.save(arrived(noted, shown, place.recipe), [event]);
      await emptyLeftovers(saved, sets, store);
    };

    await retryOnConflict(ConcurrentChangeError, move, pause);
  };
}

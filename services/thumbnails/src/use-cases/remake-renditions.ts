import type { Trace } from '@shutterbus/contracts/event';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { emptyAgain } from '../empty-leftovers.ts';
import { ConcurrentChangeError, OriginalGoneError, UnusablePictureError } from '../errors.ts';
import { noteTarget } from '../note-target.ts';
import type { MadePicture, SetMaking } from '../ports.ts';
import {
  arrived,
  laterWish,
  type RenditionSet,
  unknownSet,
  type Wish,
  withTarget,
} from '../rendition-set.ts';
import { thumbnailsGenerated } from '../thumbnail-events.ts';
import { largestOf, withLinkPreview } from '../with-link-preview.ts';

interface RemakeRenditions {
  mediaId: string;
  ownerId: string;
  original: { bucket: string; key: string; versionId: string };
  /** What the photo was to be when somebody asked. A later event may have told otherwise already. */
  wish: Wish;
  trace: Trace;
}

/**
 * `current`: the set is as the list wants it, or there is to be none, because the photo was deleted or refused.
 * `gone`: the original is not there any more. `unusable`: what made the first set cannot be read now. With these two
 * the photo keeps the set that it has.
 */
export type Remade = 'made' | 'current' | 'gone' | 'unusable';

/**
 * Makes a photo's renditions as the list is now, unless they are so already: once, however often it is asked to. The
 * whole set is made into a fresh folder, told of, and takes the old one's place; then the old one goes. The steps, and
 * what repairs a lost write or a crash, are those of generate-renditions. A photo whose set is lost gets one again.
 */
export function makeRemakeRenditions(deps: SetMaking) {
  const { sets, originals, pictures, recipeOf, store, clock, newId, randomName, pause } = deps;

  const isCurrent = ({ place, picture }: RenditionSet): boolean =>
    place !== undefined && picture !== undefined && place.recipe === recipeOf(picture);

  return async ({ mediaId, ownerId, original, wish, trace }: RemakeRenditions): Promise<Remade> => {
    let made: MadePicture | undefined;

    const remake = async (): Promise<Remade> => {
      const known = (await sets.find(mediaId)) ?? unknownSet(mediaId, ownerId);
      if (known.deletedAt || known.failure || isCurrent(known)) {
        await emptyAgain(known, sets, store);
        return 'current';
      }

      // Before anything is noted, so that there is nothing to take back when it cannot be made.
      made ??= await pictures.make(await originals.read(original));
      const { picture, files } = made;
      const recipe = recipeOf(picture);
      const planned = withTarget(known, laterWish(known.wish, wish), recipe, randomName);
      const noted = await noteTarget(known, planned, sets);
      const { folder, visibility } = noted.target;
      await store.write(folder, visibility, files);
      const occasion = { at: clock().toISOString(), trace, newId };
      const shown = await withLinkPreview(picture, noted.target, largestOf(files), deps);
      const event = thumbnailsGenerated(noted, noted.target, shown, occasion);
      const saved = await sets.save(arrived(noted, shown, recipe), [event]);
      // Not the leftovers alone: a lost attempt, or a delivery that died, may have written where others had emptied.
      await emptyAgain(saved, sets, store);
      return 'made';
    };

    try {
      return await retryOnConflict(ConcurrentChangeError, remake, pause);
    } catch (error) {
      if (error instanceof OriginalGoneError) return 'gone';
      if (error instanceof UnusablePictureError) return 'unusable';
      throw error;
    }
  };
}

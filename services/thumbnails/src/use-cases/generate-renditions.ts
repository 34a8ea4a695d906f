import type { Trace } from '@shutterbus/contracts/event';
import type { Rejection } from '@shutterbus/contracts/fields';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { emptyAbandoned, emptyAgain, emptyLeftovers } from '../empty-leftovers.ts';
import { ConcurrentChangeError, OriginalGoneError, UnusablePictureError } from '../errors.ts';
import { noteTarget } from '../note-target.ts';
import type { MadePicture, SetMaking } from '../ports.ts';
import { arrived, deleted, laterWish, unknownSet, type Wish, withTarget } from '../rendition-set.ts';
import { type Occasion, thumbnailGenerationFailed, thumbnailsGenerated } from '../thumbnail-events.ts';
import { largestOf, withLinkPreview } from '../with-link-preview.ts';

interface GenerateRenditions {
  mediaId: string;
  ownerId: string;
  original: { bucket: string; key: string; versionId: string };
  /** What the uploaded photo was to be. A later event may have told otherwise already. */
  wish: Wish;
  trace: Trace;
}

type Making = MadePicture | { failure: Rejection } | 'gone';

/** `known`: an earlier delivery has done it, or the photo was deleted. `gone`: the original is not there any more. */
export type Generated = 'made' | 'failed' | 'known' | 'gone';

/**
 * Makes the renditions of an uploaded photo: once, however often and in how many places at once it is asked to.
 * The folder is noted, then the objects are written, then state and event are in one write; who loses that write
 * reads again and repairs. The picture is decoded at most once per call. Throws only for what a retry may cure.
 */
export function makeGenerateRenditions(deps: SetMaking) {
  const { sets, originals, pictures, recipeOf, store, clock, newId, randomName, pause } = deps;

  async function outcomeOf(original: GenerateRenditions['original']): Promise<Making> {
    try {
      return await pictures.make(await originals.read(original));
    } catch (error) {
      if (error instanceof OriginalGoneError) return 'gone';
      if (error instanceof UnusablePictureError) return { failure: error.reason };
      throw error;
    }
  }

  return async ({ mediaId, ownerId, original, wish, trace }: GenerateRenditions): Promise<Generated> => {
    let outcome: Making | undefined;
    let written: string | undefined;

    const generate = async (): Promise<Generated> => {
      const known = (await sets.find(mediaId)) ?? unknownSet(mediaId, ownerId);
      await emptyAbandoned(written, known, store);
      if (known.deletedAt || known.place || known.failure) {
        await emptyAgain(known, sets, store);
        return 'known';
      }

      // Noting the target takes a few milliseconds and the picture a hundred: side by side, the first costs nothing.
      const planned = withTarget(known, laterWish(known.wish, wish), undefined, randomName);
      const [noting, making] = await Promise.allSettled([
        noteTarget(known, planned, sets),
        outcome ?? outcomeOf(original),
      ]);
      if (making.status === 'fulfilled') outcome = making.value;
      if (noting.status === 'rejected') throw noting.reason;
      if (making.status === 'rejected') throw making.reason;
      const noted = noting.value;

      const occasion: Occasion = { at: clock().toISOString(), trace, newId };
      if (making.value === 'gone') {
        await emptyLeftovers(await sets.save(deleted(noted, occasion.at), []), sets, store);
        return 'gone';
      }
      if ('failure' in making.value) {
        const { failure } = making.value;
        const event = thumbnailGenerationFailed(noted, wish.mediaVersion, failure, occasion);
        await sets.save({ ...noted, failure }, [event]);
        return 'failed';
      }
      const { files, picture } = making.value;
      written = noted.target.folder;
      await store.write(noted.target.folder, noted.target.visibility, files);
      const shown = await withLinkPreview(picture, noted.target, largestOf(files), deps);
      const event = thumbnailsGenerated(noted, noted.target, shown, occasion);
      const saved = await sets.save(arrived(noted, shown, recipeOf(picture)), [event]);
      await emptyLeftovers(saved, sets, store);
      return 'made';
    };

    return retryOnConflict(ConcurrentChangeError, generate, pause);
  };
}

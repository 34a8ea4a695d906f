import type { Visibility } from '@shutterbus/contracts/fields';
import { memoryRenditionSets } from './adapters/memory-rendition-sets.ts';
import { memoryRenditions } from './adapters/memory-renditions.ts';
import { OriginalGoneError } from './errors.ts';
import type { LinkPreviewMaker, MadePicture, Originals, PictureMaker } from './ports.ts';
import { makeGenerateRenditions } from './use-cases/generate-renditions.ts';
import { makeMoveRenditions } from './use-cases/move-renditions.ts';
import { makeRemakeRenditions } from './use-cases/remake-renditions.ts';
import { makeRemoveRenditions } from './use-cases/remove-renditions.ts';

export const mediaId = '01KAJ7Q2M8Z4X6T0V5R3N1B9CD';
export const ownerId = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
const original = { bucket: 'uploads', key: `originals/${ownerId}/${mediaId}`, versionId: 'v' };
const trace = { correlationId: 'correlation', causationId: 'cause' };

const madePicture: MadePicture = {
  picture: {
    widthPx: 640,
    heightPx: 400,
    renditions: [
      { name: 'w320', widthPx: 320, heightPx: 200, sizeBytes: 2, contentType: 'image/webp' },
      { name: 'w160', widthPx: 160, heightPx: 100, sizeBytes: 1, contentType: 'image/webp' },
    ],
  },
  files: [
    { name: 'w320', bytes: new Uint8Array([1, 2]) },
    { name: 'w160', bytes: new Uint8Array([1]) },
  ],
};

const square = { name: 's64', widthPx: 64, heightPx: 64, sizeBytes: 3, contentType: 'image/webp' } as const;

/** What is made of the same original when the list has a rendition more, and another quality. */
const remadePicture: MadePicture = {
  picture: { ...madePicture.picture, renditions: [...madePicture.picture.renditions, square] },
  files: [
    { name: 'w320', bytes: new Uint8Array([3, 4]) },
    { name: 'w160', bytes: new Uint8Array([3]) },
    { name: 's64', bytes: new Uint8Array([3, 4, 5]) },
  ],
};

/** The list as it was, and as it is later: what is made by it, and its recipe. */
export const lists = {
  old: { made: madePicture, recipe: 'w320, w160' },
  longer: { made: remadePicture, recipe: 'w320, w160, s64' },
};

/** The part of ThumbnailsGenerated that names files. */
interface Told {
  renditions?: { key: string }[];
  linkPreview?: { key: string };
}

export class CrashError extends Error {}

/**
 * The whole service over memory. `crashAt(n)` lets the n-th call of any port from now on fail before it does
 * anything, as if the function had died there.
 */
export function testWorld() {
  const sets = memoryRenditionSets();
  const store = memoryRenditions();
  let made = 0;
  let list = lists.old;
  let callsLeft = Number.POSITIVE_INFINITY;
  let ids = 0;
  const nextNumber = () => {
    ids += 1;
    return ids;
  };

  const failing = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          callsLeft -= 1;
          if (callsLeft === 0) throw new CrashError();
          return member.apply(target, args);
        };
      },
    });

  let isGone = false;
  const originals: Originals = {
    async read() {
      if (isGone) throw new OriginalGoneError();
      return new Uint8Array([0]);
    },
  };
  const pictures: PictureMaker = {
    async make() {
      made += 1;
      return list.made;
    },
  };
  const linkPreviews: LinkPreviewMaker = {
    make: async () => ({ bytes: new Uint8Array([5]), widthPx: 320, heightPx: 200 }),
  };
  const deps = {
    sets: failing(sets),
    store: failing(store),
    originals: failing(originals),
    pictures,
    linkPreviews,
    recipeOf: () => list.recipe,
    clock: () => new Date('2026-11-21T10:00:00.000Z'),
    newId: () => `01KAJ7Q2M8Z4X6T0V5R3N1B${String(nextNumber()).padStart(3, '0')}`,
    randomName: () => `random-${nextNumber()}`,
  };
  const generate = makeGenerateRenditions(deps);
  const remake = makeRemakeRenditions(deps);
  const move = makeMoveRenditions(deps);
  const remove = makeRemoveRenditions(deps);
  const wish = (visibility: Visibility, mediaVersion: number) => ({ visibility, mediaVersion });

  return {
    deps,
    sets,
    store,
    madeCount: () => made,
    originalIsGone() {
      isGone = true;
    },
    crashAt(call: number) {
      callsLeft = call;
    },
    crashNoMore() {
      callsLeft = Number.POSITIVE_INFINITY;
    },
    uploaded: (visibility: Visibility, version = 2) =>
      generate({ mediaId, ownerId, original, wish: wish(visibility, version), trace }),
    /** From now on, the list is the longer one. */
    listGrows() {
      list = lists.longer;
    },
    remakeRequested: (visibility: Visibility, version: number) =>
      remake({ mediaId, ownerId, original, wish: wish(visibility, version), trace }),
    visibilityChanged: (visibility: Visibility, version: number) =>
      move({ mediaId, ownerId, wish: wish(visibility, version), trace }),
    deleted: () => remove({ mediaId, ownerId }),
    /** Each event that went out, in short. */
    told: () =>
      sets.events.map(({ detailType, detail: { data } }) => {
        const { mediaVersion, visibility } = data as { mediaVersion: number; visibility?: Visibility };
        return `${detailType} ${visibility ?? ''}@${mediaVersion}`;
      }),
    /** The keys that the last event named. */
    keysTold: (): string[] => {
      const last = sets.events.at(-1)?.detail.data as Told | undefined;
      const files = [...(last?.renditions ?? []), ...(last?.linkPreview ? [last.linkPreview] : [])];
      return files.map(({ key }) => key).sort();
    },
    keysStored: () => [...store.objects.keys()].sort(),
  };
}

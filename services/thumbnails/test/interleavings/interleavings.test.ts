import { isDeepStrictEqual } from 'node:util';
import type { Visibility } from '@shutterbus/contracts/fields';
import { isWhole } from '@shutterbus/testing/sample';
import * as z from 'zod';
import { memoryRenditionSets } from '../../src/adapters/memory-rendition-sets.ts';
import { memoryRenditions } from '../../src/adapters/memory-renditions.ts';
import type { RenditionSetRepository, RenditionStore } from '../../src/ports.ts';
import { unknownSet } from '../../src/rendition-set.ts';
import { lists, mediaId, ownerId } from '../../src/test-world.ts';
import { makeGenerateRenditions } from '../../src/use-cases/generate-renditions.ts';
import { makeMoveRenditions } from '../../src/use-cases/move-renditions.ts';
import { makeRemakeRenditions } from '../../src/use-cases/remake-renditions.ts';
import { makeRemoveRenditions } from '../../src/use-cases/remove-renditions.ts';
import { everyInterleaving, type Gate, type Scenario } from './scheduler.ts';

/** What the media service told: the photo was uploaded, is wanted anew, its visibility changed, it was deleted. */
type Told =
  | { what: 'uploaded' | 'requested' | 'changed'; version: number; visibility: Visibility }
  | { what: 'deleted' };

const uploaded = (visibility: Visibility): Told => ({ what: 'uploaded', version: 1, visibility });
const requested = (version: number, visibility: Visibility): Told => ({
  what: 'requested',
  version,
  visibility,
});
const changed = (version: number, visibility: Visibility): Told => ({ what: 'changed', version, visibility });
const file = z.object({ key: z.string() });
const answer = z.object({
  mediaVersion: z.int(),
  renditions: z.array(file),
  linkPreview: file.optional(),
});

const removed: Told = { what: 'deleted' };

/** The set of version 1, made when the list was shorter. */
async function addOldSet(
  visibility: Visibility,
  sets: RenditionSetRepository,
  store: RenditionStore,
): Promise<void> {
  const { made, recipe } = lists.old;
  const place = { visibility, mediaVersion: 1, folder: 'renditions/first', recipe };
  await Promise.all([
    sets.save({ ...unknownSet(mediaId, ownerId), wish: place, place, picture: made.picture }, []),
    store.write(place.folder, visibility, made.files),
  ]);
}

/** @param before visibility of a photo whose set is older than the list; unless told, nothing is there */
function scenario(gate: Gate, told: readonly Told[], before?: Visibility): Scenario {
  const sets = memoryRenditionSets();
  const store = memoryRenditions();
  const list = before ? lists.longer : lists.old;
  // Memory is written before the first of these promises is awaited.
  if (before) void addOldSet(before, sets, store);
  let numbers = 0;
  const next = (): string => {
    numbers += 1;
    return String(numbers);
  };

  /** Every port call of an actor waits for its turn; objects are written and copied one by one. */
  function serviceOf(actor: number) {
    const turn = <Result>(call: () => Promise<Result>): Promise<Result> => gate(actor, call);
    const gatedSets: RenditionSetRepository = {
      find: (id) => turn(() => sets.find(id)),
      findMany: (ids) => turn(() => sets.findMany(ids)),
      holdsAnyOf: (owner) => turn(() => sets.holdsAnyOf(owner)),
      save: (set, events) => turn(() => sets.save(set, events)),
    };
    const gatedStore: RenditionStore = {
      async write(folder, visibility, files) {
        for (const file of files) await turn(() => store.write(folder, visibility, [file]));
      },
      async copy(from, to, visibility, names) {
        for (const name of names) await turn(() => store.copy(from, to, visibility, [name]));
      },
      writeLinkPreview: (...file) => turn(() => store.writeLinkPreview(...file)),
      readRendition: (folder, name) => turn(() => store.readRendition(folder, name)),
      empty: (folder) => turn(() => store.empty(folder)),
      presign: (key) => store.presign(key),
    };
    const deps = {
      sets: gatedSets,
      store: gatedStore,
      linkPreviews: { make: async (bytes: Uint8Array) => ({ bytes, widthPx: 2, heightPx: 1 }) },
      clock: () => new Date('2026-11-21T12:00:00Z'),
      newId: () => `01KAJ7Q2M8Z4X6T0V5R3N${next().padStart(5, '0')}`,
      randomName: () => `random-${next()}`,
      // Who waits is no actor of the scheduler's.
      pause: async () => {},
    };
    const making = {
      ...deps,
      originals: { read: async () => new Uint8Array() },
      pictures: { make: async () => list.made },
      recipeOf: () => list.recipe,
    };
    return {
      generate: makeGenerateRenditions(making),
      remake: makeRemakeRenditions(making),
      move: makeMoveRenditions(deps),
      remove: makeRemoveRenditions(deps),
    };
  }

  const trace = { correlationId: 'correlation', causationId: 'cause' };
  const photo = { mediaId, ownerId };
  const deliveries = told.map((one) => async (actor: number): Promise<void> => {
    const { generate, remake, move, remove } = serviceOf(actor);
    if (one.what === 'deleted') return remove(photo);
    const wish = { visibility: one.visibility, mediaVersion: one.version };
    if (one.what === 'changed') return move({ ...photo, wish, trace });
    const original = { bucket: 'uploads', key: 'originals/photo', versionId: 'v' };
    const command = { ...photo, original, wish, trace };
    await (one.what === 'requested' ? remake(command) : generate(command));
  });

  /** What is there at the end, and what has to be. */
  function ending(): { seen: unknown; wanted: unknown } {
    const keys = [...store.objects.keys()].sort();
    const answers = sets.events.map(({ detail }) => answer.parse(detail.data));
    // One event for a version and a list, whatever happened.
    const distinct = new Set(
      answers.map(({ mediaVersion, renditions }) => `${mediaVersion} ${renditions.length}`),
    );
    const heard = { seen: answers.length, wanted: distinct.size };
    if (told.includes(removed))
      return { seen: { heard: heard.seen, keys }, wanted: { heard: heard.wanted, keys: [] } };
    const newest = told.reduce((a, b) => ('version' in a && 'version' in b && a.version > b.version ? a : b));
    if (newest.what === 'deleted') throw new Error('seen above');
    // One set of objects, where the newest version wants it, and nothing beside it; a link's preview if it is public.
    const isPublic = newest.visibility === 'public';
    const place = isPublic ? /^renditions\// : /^private\//;
    const { files } = list.made;
    const bytesOf = (name: string) =>
      store.objects.get(keys.find((key) => key.endsWith(`/${name}.webp`)) ?? name);
    // It is the set that was told of last, and it answers the last change. A request that finds it done adds none.
    const last = answers.at(-1);
    const named = [...(last?.renditions ?? []), ...(last?.linkPreview ? [last.linkPreview] : [])];
    const changes = told.flatMap((one) =>
      one.what === 'uploaded' || one.what === 'changed' ? one.version : [],
    );
    return {
      seen: {
        heard: heard.seen,
        objects: keys.length,
        folders: new Set(keys.map((key) => key.slice(0, key.lastIndexOf('/')))).size,
        elsewhere: keys.filter((key) => !place.test(key)),
        bytes: files.map(({ name }) => bytesOf(name)?.bytes),
        named: named.map(({ key }) => key).sort(),
        answersLastChange: (last?.mediaVersion ?? 0) >= Math.max(1, ...changes),
      },
      wanted: {
        heard: heard.wanted,
        objects: files.length + (isPublic ? 1 : 0),
        folders: 1,
        elsewhere: [],
        bytes: files.map(({ bytes }) => bytes),
        named: keys,
        answersLastChange: true,
      },
    };
  }

  /** Each expectation takes a stack trace, and there are some ten thousand runs: one is made of a run that ends otherwise. */
  function check(): void {
    const { seen, wanted } = ending();
    if (!isDeepStrictEqual(seen, wanted)) expect(seen).toEqual(wanted);
  }

  return { deliveries, check };
}

/** Three deliveries have some 18,000 orders with a death in one: all of them pass, the first are enough for each day. */
const firstRuns = isWhole ? 2000 : 150;
/** The same, where each delivery has more steps. */
const firstLongRuns = isWhole ? 500 : 40;

const runsOf = (
  told: Told[],
  bounds: { switches: number; deaths: number },
  maxRuns?: number,
  before?: Visibility,
): Promise<number> => everyInterleaving((gate) => scenario(gate, told, before), bounds, maxRuns);

describe('every interleaving of deliveries about one photo', () => {
  it.each<[string, Told[]]>([
    ['the same upload twice', [uploaded('public'), uploaded('public')]],
    ['hidden while thumbnails are made', [uploaded('public'), changed(2, 'private')]],
    ['published while thumbnails are made', [uploaded('private'), changed(2, 'public')]],
    ['deleted while thumbnails are made', [uploaded('public'), removed]],
    ['hidden twice', [uploaded('public'), changed(2, 'private'), changed(2, 'private')]],
    ['two changes, in any order', [uploaded('private'), changed(2, 'public'), changed(3, 'private')]],
    ['hidden and deleted', [uploaded('public'), changed(2, 'private'), removed]],
    ['uploaded twice and hidden', [uploaded('public'), uploaded('public'), changed(2, 'private')]],
  ])('ends with one set in its place: %s', async (_, told) => {
    expect(await runsOf(told, { switches: 3, deaths: 0 })).toBeGreaterThan(20);
  });

  it.each<[string, Told[]]>([
    ['an upload', [uploaded('public')]],
    ['the same upload twice', [uploaded('public'), uploaded('public')]],
    ['hidden while thumbnails are made', [uploaded('public'), changed(2, 'private')]],
    ['deleted while thumbnails are made', [uploaded('public'), removed]],
    ['two changes, in any order', [uploaded('private'), changed(2, 'public'), changed(3, 'private')]],
    ['uploaded twice and hidden', [uploaded('public'), uploaded('public'), changed(2, 'private')]],
  ])('does so when one of them dies at any step: %s', async (_, told) => {
    expect(await runsOf(told, { switches: 2, deaths: 1 }, firstRuns)).toBeGreaterThan(10);
  });
});

describe('every interleaving of deliveries about one photo whose set is older than the list', () => {
  it.each<[string, Visibility, Told[]]>([
    ['asked twice', 'public', [requested(3, 'public'), requested(3, 'public')]],
    [
      'asked twice, the photo edited in between',
      'private',
      [requested(3, 'private'), requested(4, 'private')],
    ],
    ['hidden while it is made anew', 'public', [requested(3, 'public'), changed(4, 'private')]],
    ['asked after it was hidden', 'public', [changed(4, 'private'), requested(4, 'private')]],
    ['published while it is made anew', 'private', [requested(3, 'private'), changed(4, 'public')]],
    ['deleted while it is made anew', 'public', [requested(3, 'public'), removed]],
    ['told of the upload once more', 'public', [requested(3, 'public'), uploaded('public')]],
    ['hidden and deleted', 'public', [requested(3, 'public'), changed(4, 'private'), removed]],
    [
      'asked twice and hidden',
      'public',
      [requested(3, 'public'), requested(3, 'public'), changed(4, 'private')],
    ],
  ])('ends with one new set in its place, one of them dying or none: %s', async (_, before, told) => {
    expect(await runsOf(told, { switches: 3, deaths: 0 }, firstLongRuns, before)).toBeGreaterThan(10);
    expect(await runsOf(told, { switches: 2, deaths: 1 }, firstLongRuns, before)).toBeGreaterThan(10);
  });
});

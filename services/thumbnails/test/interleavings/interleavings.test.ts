import type { Visibility } from '@shutterbus/contracts/fields';
import * as z from 'zod';
import { memoryRenditionSets } from '../../src/adapters/memory-rendition-sets.ts';
import { memoryRenditions } from '../../src/adapters/memory-renditions.ts';
import type { RenditionSetRepository, RenditionStore } from '../../src/ports.ts';
import { madePicture, mediaId, ownerId } from '../../src/test-world.ts';
import { makeGenerateRenditions } from '../../src/use-cases/generate-renditions.ts';
import { makeMoveRenditions } from '../../src/use-cases/move-renditions.ts';
import { makeRemoveRenditions } from '../../src/use-cases/remove-renditions.ts';
import { everyInterleaving, type Gate, type Scenario } from './scheduler.ts';

/** What the media service told: the photo was uploaded, its visibility changed, it was deleted. */
type Told =
  | { what: 'uploaded'; version: number; visibility: Visibility }
  | { what: 'changed'; version: number; visibility: Visibility }
  | { what: 'deleted' };

const uploaded = (visibility: Visibility): Told => ({ what: 'uploaded', version: 1, visibility });
const changed = (version: number, visibility: Visibility): Told => ({ what: 'changed', version, visibility });
const answeredVersion = z.object({ mediaVersion: z.int() });

const removed: Told = { what: 'deleted' };

function scenario(gate: Gate, told: readonly Told[]): Scenario {
  const sets = memoryRenditionSets();
  const store = memoryRenditions();
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
      save: (set, events) => turn(() => sets.save(set, events)),
    };
    const gatedStore: RenditionStore = {
      async write(folder, visibility, files) {
        for (const file of files) await turn(() => store.write(folder, visibility, [file]));
      },
      async copy(from, to, visibility, names) {
        for (const name of names) await turn(() => store.copy(from, to, visibility, [name]));
      },
      empty: (folder) => turn(() => store.empty(folder)),
      presign: (key) => store.presign(key),
    };
    const deps = {
      sets: gatedSets,
      store: gatedStore,
      clock: () => new Date('2026-11-21T12:00:00Z'),
      newId: () => `01KAJ7Q2M8Z4X6T0V5R3N${next().padStart(5, '0')}`,
      randomName: () => `random-${next()}`,
      // Who waits is no actor of the scheduler's.
      pause: async () => {},
    };
    return {
      generate: makeGenerateRenditions({
        ...deps,
        originals: { read: async () => new Uint8Array() },
        pictures: { make: async () => madePicture },
      }),
      move: makeMoveRenditions(deps),
      remove: makeRemoveRenditions(deps),
    };
  }

  const trace = { correlationId: 'correlation', causationId: 'cause' };
  const photo = { mediaId, ownerId };
  const deliveries = told.map((one) => async (actor: number): Promise<void> => {
    const { generate, move, remove } = serviceOf(actor);
    if (one.what === 'deleted') return remove(photo);
    const wish = { visibility: one.visibility, mediaVersion: one.version };
    if (one.what === 'changed') return move({ ...photo, wish, trace });
    const original = { bucket: 'uploads', key: 'originals/photo', versionId: 'v' };
    await generate({ ...photo, original, wish, trace });
  });

  function check(): void {
    const keys = [...store.objects.keys()];
    const answered = sets.events.map(({ detail }) => answeredVersion.parse(detail.data).mediaVersion);
    // One event for a version, whatever happened.
    expect(new Set(answered).size).toBe(answered.length);
    if (told.includes(removed)) {
      expect(keys).toEqual([]);
      return;
    }
    const newest = told.reduce((a, b) => ('version' in a && 'version' in b && a.version > b.version ? a : b));
    if (newest.what === 'deleted') throw new Error('seen above');
    // One set of objects, where the newest version wants it, and nothing beside it.
    expect(keys).toHaveLength(madePicture.files.length);
    expect(new Set(keys.map((key) => key.slice(0, key.lastIndexOf('/')))).size).toBe(1);
    for (const key of keys)
      expect(key).toMatch(newest.visibility === 'public' ? /^renditions\// : /^private\//);
    expect(Math.max(...answered)).toBe(newest.version);
  }

  return { deliveries, check };
}

/** Three deliveries have some 18,000 orders with a death in one: all of them pass, the first are enough for each day. */
const firstRuns = 2000;

const runsOf = (
  told: Told[],
  bounds: { switches: number; deaths: number },
  maxRuns?: number,
): Promise<number> => everyInterleaving((gate) => scenario(gate, told), bounds, maxRuns);

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
  ])(
    'ends with one set in its place: %s',
    async (_, told) => {
      expect(await runsOf(told, { switches: 3, deaths: 0 })).toBeGreaterThan(20);
    },
    60_000,
  );

  it.each<[string, Told[]]>([
    ['an upload', [uploaded('public')]],
    ['the same upload twice', [uploaded('public'), uploaded('public')]],
    ['hidden while thumbnails are made', [uploaded('public'), changed(2, 'private')]],
    ['deleted while thumbnails are made', [uploaded('public'), removed]],
    ['two changes, in any order', [uploaded('private'), changed(2, 'public'), changed(3, 'private')]],
    ['uploaded twice and hidden', [uploaded('public'), uploaded('public'), changed(2, 'private')]],
  ])(
    'does so when one of them dies at any step: %s',
    async (_, told) => {
      expect(await runsOf(told, { switches: 2, deaths: 1 }, firstRuns)).toBeGreaterThan(10);
    },
    60_000,
  );
});

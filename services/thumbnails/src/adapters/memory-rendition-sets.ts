import type { DomainEvent } from '@shutterbus/contracts/event';
import { ConcurrentChangeError } from '../errors.ts';
import type { RenditionSetRepository } from '../ports.ts';
import type { RenditionSet } from '../rendition-set.ts';

/** Rendition sets in memory, for tests; `events` is what went out with them, in order. */
export function memoryRenditionSets(): RenditionSetRepository & { events: DomainEvent[] } {
  const sets = new Map<string, RenditionSet>();
  const events: DomainEvent[] = [];
  return {
    events,
    async find(mediaId) {
      return structuredClone(sets.get(mediaId));
    },
    async findMany(mediaIds) {
      return mediaIds.flatMap((mediaId) => structuredClone(sets.get(mediaId)) ?? []);
    },
    holdsAnyOf: async (ownerId) => [...sets.values()].some((set) => set.ownerId === ownerId && !set.erased),
    async save(set, caused) {
      if ((sets.get(set.mediaId)?.revision ?? 0) !== set.revision) throw new ConcurrentChangeError();
      const saved = { ...structuredClone(set), revision: set.revision + 1 };
      sets.set(set.mediaId, saved);
      events.push(...caused);
      return structuredClone(saved);
    },
  };
}

import { memoryRenditionSets } from './memory-rendition-sets.ts';
import { behavesAsRenditionSets } from './rendition-sets.suite.ts';

describe('memoryRenditionSets', () => {
  behavesAsRenditionSets(async () => {
    const sets = memoryRenditionSets();
    return { sets, outbox: async () => sets.events.map(({ detail }) => detail.metadata.eventId) };
  });
});

import type { Lap, Suspect } from '../ghost.ts';
import type { GhostSearch } from '../ports.ts';

/** For tests; behaves as `dynamoGhostSearch`, which ghost-search.suite.ts checks. */
export function memoryGhostSearch(): GhostSearch {
  const suspects = new Map<string, Suspect>();
  let kept: Lap | undefined;
  return {
    lap: async () => kept,
    async saveLap(lap) {
      kept = lap;
    },
    async note(suspect) {
      suspects.set(suspect.userId, suspects.get(suspect.userId) ?? suspect);
    },
    suspects: async () => [...suspects.values()],
    clear: async (userId) => void suspects.delete(userId),
  };
}

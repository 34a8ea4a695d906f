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
    async dropLap() {
      kept = undefined;
    },
    async note(suspect) {
      const missedAt = suspects.get(suspect.userId)?.missedAt ?? suspect.missedAt;
      suspects.set(suspect.userId, { ...suspect, missedAt });
    },
    suspects: async () => [...suspects.values()],
    clear: async (userId) => void suspects.delete(userId),
  };
}

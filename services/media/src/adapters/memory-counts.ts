import { type AnswerCounts, noAnswers } from '../answer-counts.ts';
import { ConcurrentChangeError } from '../errors.ts';
import type { AnswerCountRepository } from '../ports.ts';

export interface MemoryCounts extends AnswerCountRepository {
  /** @throws ConcurrentChangeError when the photo is gone */
  count(mediaId: string, counter: keyof AnswerCounts, step: 1 | -1): void;
  close(mediaId: string): void;
  isClosed(mediaId: string): boolean;
}

/** Counts in memory, for tests. */
export function memoryCounts(): MemoryCounts {
  const counts = new Map<string, AnswerCounts>();
  const closed = new Set<string>();
  return {
    findMany: async (mediaIds) =>
      new Map(mediaIds.flatMap((id) => (counts.has(id) ? [[id, counts.get(id) ?? noAnswers]] : []))),
    count(mediaId, counter, step) {
      if (closed.has(mediaId)) throw new ConcurrentChangeError();
      const before = counts.get(mediaId) ?? noAnswers;
      counts.set(mediaId, { ...before, [counter]: before[counter] + step });
    },
    close: (mediaId) => void closed.add(mediaId),
    isClosed: (mediaId) => closed.has(mediaId),
  };
}

import { answersAtMost } from '../notice.ts';
import type { AnswerRepository } from '../ports.ts';

/** For tests; behaves as `dynamoAnswers`, which answers.suite.ts checks. */
export function memoryAnswers(): AnswerRepository {
  const days = new Map<string, { firstId: string; since: string; answers: Set<string> }>();
  return {
    async remember({ kind, ownerId, mediaId, personId, answerId, at }) {
      const key = `${ownerId}/${kind}/${mediaId}/${at.slice(0, 10)}`;
      const day = days.get(key) ?? { firstId: personId, since: at, answers: new Set() };
      days.set(key, day);
      if (day.answers.size < answersAtMost) day.answers.add(answerId);
      return { firstId: day.firstId, since: day.since, count: day.answers.size };
    },
  };
}

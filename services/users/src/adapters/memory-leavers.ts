import type { LeaverRepository } from '../ports.ts';
import type { MemoryUsers } from './memory-users.ts';

/** For tests; behaves as `dynamoLeavers`, which leavers.suite.ts checks. */
export function memoryLeavers(users: MemoryUsers): LeaverRepository {
  return {
    leave: async (before, after, events) => users.replace(before, after, events),
    comeBack: async (before, after, events) => users.replace(before, after, events),
    close: async (before, after) => users.replace(before, after, []),
    async *listOver(by) {
      const over = users
        .all()
        .flatMap(({ id, leavingUntil }) => (leavingUntil === undefined ? [] : [{ userId: id, leavingUntil }]))
        .filter(({ leavingUntil }) => leavingUntil < by.toISOString())
        .sort((a, b) => a.leavingUntil.localeCompare(b.leavingUntil));
      yield* over;
    },
  };
}

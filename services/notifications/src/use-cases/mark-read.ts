import type { NoticeRepository } from '../ports.ts';

/** Marks notifications of the caller as read; what is not theirs or not there is passed over. */
export function makeMarkRead({ notices }: { notices: NoticeRepository }) {
  return ({ userId, ids }: { userId: string; ids: readonly string[] }): Promise<void> =>
    notices.markRead(userId, [...new Set(ids)]);
}

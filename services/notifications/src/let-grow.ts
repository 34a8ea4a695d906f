import { type Facts, type Notice, saysMore } from './notice.ts';
import type { NoticeRepository } from './ports.ts';

/** Lets those notifications of an occasion that tell of less tell of this. @param stored as they were found */
export async function letGrow(
  notices: Pick<NoticeRepository, 'tellOfMore'>,
  stored: readonly Notice[],
  facts: Facts,
): Promise<void> {
  await Promise.all(
    stored.map((notice) => (saysMore(facts, notice.facts) ? notices.tellOfMore(notice, facts) : undefined)),
  );
}

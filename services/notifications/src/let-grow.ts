import { type Facts, saysMore } from './notice.ts';
import type { Told } from './notify.ts';
import type { NoticeRepository } from './ports.ts';

/** Lets those notifications of an occasion that tell of less tell of this, as their readers want to be told now. */
export async function letGrow(
  notices: Pick<NoticeRepository, 'tellOfMore'>,
  told: readonly Told[],
  facts: Facts,
): Promise<void> {
  await Promise.all(
    told.map(({ notice, inApp }) =>
      saysMore(facts, notice.facts) ? notices.tellOfMore(notice, facts, { inApp }) : undefined,
    ),
  );
}

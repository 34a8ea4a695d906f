import type { FollowChange, PersonRepository } from './ports.ts';

/**
 * Whether one of both is gone. To be asked after the pair is written: who goes at this moment is known as gone then, or finds
 * the pair when pairs are removed.
 */
export async function pairIsGone(
  people: Pick<PersonRepository, 'find'>,
  { followerId, followeeId }: Pick<FollowChange, 'followerId' | 'followeeId'>,
): Promise<boolean> {
  const found = await Promise.all([followerId, followeeId].map(people.find));
  return found.some((person) => person?.gone === true);
}

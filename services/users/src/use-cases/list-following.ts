import { listPeople } from '../list-people.ts';
import type { FollowRepository, PageRequest, UserRepository } from '../ports.ts';

/** Whom this person follows, newest first. @throws UserNotFoundError */
export function makeListFollowing({ users, follows }: { users: UserRepository; follows: FollowRepository }) {
  return (command: { handle: string; page: PageRequest }) =>
    listPeople(users, command, follows.listFollowing);
}

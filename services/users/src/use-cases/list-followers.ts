import { listPeople } from '../list-people.ts';
import type { FollowRepository, PageRequest, UserRepository } from '../ports.ts';

/** Who follows this person, newest first. @throws UserNotFoundError */
export function makeListFollowers({ users, follows }: { users: UserRepository; follows: FollowRepository }) {
  return (command: { handle: string; page: PageRequest }) =>
    listPeople(users, command, follows.listFollowers);
}

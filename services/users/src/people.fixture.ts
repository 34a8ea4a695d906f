import type { Trace } from '@shutterbus/contracts/event';
import type { User } from './user.ts';

export const anna = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
export const ben = '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22';
export const carla = '77a3c9d0-1b2c-4d3e-8f40-5a6b7c8d9e33';
/** Ids of a crowd. */
export const numbered = (number: number): string =>
  `77a3c9d0-1b2c-4d3e-8f40-${String(number).padStart(12, '0')}`;

export const trace: Trace = { correlationId: 'correlation', causationId: 'request' };
export const noon = '2026-11-21T12:00:00.000Z';

/** A person as registration leaves them. */
export const person = (id: string, handle: string): User => ({
  id,
  handle,
  displayName: handle,
  bio: '',
  followerCount: 0,
  followingCount: 0,
  createdAt: noon,
  version: 1,
  findableBy: [handle],
});

/** Ids in order, in the form of ULIDs. */
export function countingIds(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `01KAJ7TZ3W5Q8Y2E6H4K9M${String(count).padStart(4, '0')}`;
  };
}

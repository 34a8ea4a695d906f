import { UserUnfollowed } from '@shutterbus/contracts/events/users';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoFollowers } from '../adapters/dynamo-followers.ts';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { makeForgetFollower } from '../use-cases/forget-follower.ts';

/**
 * UserUnfollowed → the follower hears of no more photos. Safe to repeat, and in any order with UserFollowed.
 * Input: events/notifications/on-user-unfollowed.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1) });

export const handler = consume(
  [UserUnfollowed],
  makeForgetFollower({
    followers: dynamoFollowers(env.NOTIFICATIONS_TABLE),
    people: dynamoPeople(env.NOTIFICATIONS_TABLE),
  }),
);

import { UserFollowed, UserUnfollowed } from '@shutterbus/contracts/events/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoAuthors } from '../adapters/dynamo-authors.ts';
import { dynamoFollows } from '../adapters/dynamo-follows.ts';
import { dynamoHomes } from '../adapters/dynamo-homes.ts';
import { dynamoPhotoLists } from '../adapters/dynamo-photo-lists.ts';
import { makeApplyFollow } from '../use-cases/apply-follow.ts';

/**
 * UserFollowed and UserUnfollowed: remembers who follows whom, by the pair's version; a new follower's Home gets the newest
 * photos. Safe to repeat, in any order. Sample: events/media/on-follow-changed.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const applyFollow = makeApplyFollow({
  follows: dynamoFollows(env.MEDIA_TABLE),
  authors: dynamoAuthors(env.MEDIA_TABLE),
  lists: dynamoPhotoLists(env.MEDIA_TABLE),
  homes: dynamoHomes(env.MEDIA_TABLE, systemClock),
});

export const handler = consume([UserFollowed, UserUnfollowed], async ({ detailType, detail }) => {
  const { followerId, followeeId } = detail.data;
  const { aggregateVersion: version } = detail.metadata;
  await applyFollow({ followerId, followeeId, active: detailType === 'UserFollowed', version });
});

import { randomUUID } from 'node:crypto';
import { readEnv } from '@shutterbus/lambda/env';
import { answersWith, runProbes, takesEmptyBatch } from '@shutterbus/lambda/probes';
import { releaseHook } from '@shutterbus/lambda/release-hook';
import * as z from 'zod';

/**
 * CodeDeploy, before traffic moves to a new version: asks the versions of this service for a person who is nobody.
 * Everything is read through to the table and the user pool, and nothing is written, so nothing has to be cleaned up.
 * Input: events/users/check-users-release.json
 */
const version = z.string().min(1);
const env = readEnv({
  GET_ME_VERSION: version,
  UPDATE_ME_VERSION: version,
  GET_USER_VERSION: version,
  FOLLOW_USER_VERSION: version,
  UNFOLLOW_USER_VERSION: version,
  LIST_FOLLOWERS_VERSION: version,
  LIST_FOLLOWING_VERSION: version,
  RELAY_USERS_VERSION: version,
});

export const handler = releaseHook(async () => {
  const userId = randomUUID();
  const params = { handle: 'nobody-at-all' };
  const path = '/v1/users/{handle}';
  await runProbes([
    answersWith(env.GET_ME_VERSION, { method: 'GET', path: '/v1/users/me', userId }, 404),
    answersWith(
      env.UPDATE_ME_VERSION,
      { method: 'PATCH', path: '/v1/users/me', userId, body: { bio: '' } },
      404,
    ),
    answersWith(env.GET_USER_VERSION, { method: 'GET', path, params }, 404),
    answersWith(env.FOLLOW_USER_VERSION, { method: 'PUT', path: `${path}/follow`, params, userId }, 404),
    answersWith(env.UNFOLLOW_USER_VERSION, { method: 'DELETE', path: `${path}/follow`, params, userId }, 404),
    answersWith(
      env.LIST_FOLLOWERS_VERSION,
      { method: 'GET', path: `${path}/followers`, params, userId },
      404,
    ),
    answersWith(
      env.LIST_FOLLOWING_VERSION,
      { method: 'GET', path: `${path}/following`, params, userId },
      404,
    ),
    takesEmptyBatch(env.RELAY_USERS_VERSION),
  ]);
});

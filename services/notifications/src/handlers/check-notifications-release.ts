import { randomUUID } from 'node:crypto';
import { readEnv } from '@shutterbus/lambda/env';
import { answersWith, refusesUnknownEvent, runProbes, takesEmptyBatch } from '@shutterbus/lambda/probes';
import { releaseHook } from '@shutterbus/lambda/release-hook';
import * as z from 'zod';

/**
 * CodeDeploy, before traffic moves to a new version: reads the notifications of a person who has none, hands the
 * consumers an event that they must refuse and the workers an empty batch. Nothing is written, no mail is sent.
 * Input: events/notifications/check-notifications-release.json
 */
const version = z.string().min(1);
const env = readEnv({
  LIST_NOTIFICATIONS_VERSION: version,
  MARK_READ_VERSION: version,
  ON_USER_REGISTERED_VERSION: version,
  ON_USER_PROFILE_UPDATED_VERSION: version,
  ON_USER_FOLLOWED_VERSION: version,
  ON_USER_UNFOLLOWED_VERSION: version,
  ON_MEDIA_PUBLISHED_VERSION: version,
  ON_MEDIA_REJECTED_VERSION: version,
  TELL_FOLLOWERS_VERSION: version,
  SEND_MAIL_VERSION: version,
  RELAY_NOTIFICATIONS_VERSION: version,
});

export const handler = releaseHook(() => {
  const userId = randomUUID();
  return runProbes([
    answersWith(env.LIST_NOTIFICATIONS_VERSION, { method: 'GET', path: '/v1/notifications', userId }, 200),
    // An empty list of ids breaks the schema.
    answersWith(
      env.MARK_READ_VERSION,
      { method: 'POST', path: '/v1/notifications/read', userId, body: { ids: [] } },
      400,
    ),
    refusesUnknownEvent(env.ON_USER_REGISTERED_VERSION),
    refusesUnknownEvent(env.ON_USER_PROFILE_UPDATED_VERSION),
    refusesUnknownEvent(env.ON_USER_FOLLOWED_VERSION),
    refusesUnknownEvent(env.ON_USER_UNFOLLOWED_VERSION),
    refusesUnknownEvent(env.ON_MEDIA_PUBLISHED_VERSION),
    refusesUnknownEvent(env.ON_MEDIA_REJECTED_VERSION),
    takesEmptyBatch(env.TELL_FOLLOWERS_VERSION),
    takesEmptyBatch(env.SEND_MAIL_VERSION),
    takesEmptyBatch(env.RELAY_NOTIFICATIONS_VERSION),
  ]);
});

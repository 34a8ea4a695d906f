import { randomUUID } from 'node:crypto';
import { readEnv } from '@shutterbus/lambda/env';
import { answersWith, refusesUnknownEvent, runProbes, takesEmptyBatch } from '@shutterbus/lambda/probes';
import { releaseHook } from '@shutterbus/lambda/release-hook';
import { ulid } from 'ulid';
import * as z from 'zod';

/**
 * CodeDeploy, before traffic moves to a new version: asks for the links of a photo that is none, hands the consumers
 * an event that they must refuse and the workers an empty batch (so sharp is loaded). Nothing is written.
 * Input: events/thumbnails/check-thumbnails-release.json
 */
const version = z.string().min(1);
const env = readEnv({
  GET_LINKS_VERSION: version,
  ON_MEDIA_UPLOADED_VERSION: version,
  ON_MEDIA_VISIBILITY_CHANGED_VERSION: version,
  ON_MEDIA_DELETED_VERSION: version,
  RELAY_THUMBNAILS_VERSION: version,
});

export const handler = releaseHook(() => {
  const links = { method: 'GET', path: '/v1/thumbnails/links', query: { ids: ulid() }, userId: randomUUID() };
  return runProbes([
    answersWith(env.GET_LINKS_VERSION, links, 200),
    takesEmptyBatch(env.ON_MEDIA_UPLOADED_VERSION),
    refusesUnknownEvent(env.ON_MEDIA_VISIBILITY_CHANGED_VERSION),
    refusesUnknownEvent(env.ON_MEDIA_DELETED_VERSION),
    takesEmptyBatch(env.RELAY_THUMBNAILS_VERSION),
  ]);
});

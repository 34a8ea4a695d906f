import { readEnv } from '@shutterbus/lambda/env';
import { refusesUnknownEvent, runProbes, takesEmptyBatch } from '@shutterbus/lambda/probes';
import { releaseHook } from '@shutterbus/lambda/release-hook';
import * as z from 'zod';
import { probePhoto } from '../adapters/probe-photo.ts';

/**
 * CodeDeploy, before traffic moves to a new version: reserves a photo of a person who is nobody, reads, changes and
 * deletes it by the new versions, hands the consumers an event that they must refuse and the relay an empty batch.
 * Cleans up: the photo is deleted whatever happened; without bytes it was never visible to anybody.
 * Input: events/media/check-media-release.json
 */
const version = z.string().min(1);
const env = readEnv({
  REQUEST_UPLOAD_VERSION: version,
  LIST_FEED_VERSION: version,
  LIST_MINE_VERSION: version,
  GET_PHOTO_VERSION: version,
  UPDATE_PHOTO_VERSION: version,
  DELETE_PHOTO_VERSION: version,
  ON_OBJECT_CREATED_VERSION: version,
  ON_THUMBNAILS_GENERATED_VERSION: version,
  ON_THUMBNAIL_GENERATION_FAILED_VERSION: version,
  ON_USER_CHANGED_VERSION: version,
  ON_OWN_MEDIA_DELETED_VERSION: version,
  RELAY_MEDIA_VERSION: version,
});

export const handler = releaseHook(async () => {
  await Promise.all([
    probePhoto({
      requestUpload: env.REQUEST_UPLOAD_VERSION,
      listFeed: env.LIST_FEED_VERSION,
      listMine: env.LIST_MINE_VERSION,
      getPhoto: env.GET_PHOTO_VERSION,
      updatePhoto: env.UPDATE_PHOTO_VERSION,
      deletePhoto: env.DELETE_PHOTO_VERSION,
    }),
    runProbes([
      refusesUnknownEvent(env.ON_OBJECT_CREATED_VERSION),
      refusesUnknownEvent(env.ON_THUMBNAILS_GENERATED_VERSION),
      refusesUnknownEvent(env.ON_THUMBNAIL_GENERATION_FAILED_VERSION),
      refusesUnknownEvent(env.ON_USER_CHANGED_VERSION),
      refusesUnknownEvent(env.ON_OWN_MEDIA_DELETED_VERSION),
      takesEmptyBatch(env.RELAY_MEDIA_VERSION),
    ]),
  ]);
});

import { deletePhoto as route } from '@shutterbus/contracts/routes/media';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, noContent } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoUploadQuota } from '../adapters/dynamo-upload-quota.ts';
import { makeDeletePhoto } from '../use-cases/delete-photo.ts';

/**
 * DELETE /v1/media/{id} — removes a photo; everything made from it follows. Event: MediaDeleted.
 * Errors: 400 invalid id · 401 · 403 somebody else's published photo · 404, also for a repeat.
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1), UPLOADS_BUCKET: z.string().min(1) });
const deletePhoto = makeDeletePhoto({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  originals: { bucket: env.UPLOADS_BUCKET },
  quota: dynamoUploadQuota(env.MEDIA_TABLE),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ params, userId, trace }) => {
    await deletePhoto({ mediaId: params.id, callerId: userId, trace });
    return noContent();
  },
  personLimits(env.MEDIA_TABLE),
);

import { requestUpload as route } from '@shutterbus/contracts/routes/media';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { created, httpHandler } from '@shutterbus/lambda/http';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoShowPhotos } from '../adapters/dynamo-show-photos.ts';
import { dynamoUploadQuota } from '../adapters/dynamo-upload-quota.ts';
import { s3UploadPermits } from '../adapters/s3-upload-permits.ts';
import { makeRequestUpload } from '../use-cases/request-upload.ts';

/**
 * POST /v1/media — reserves a photo and returns a presigned POST for its bytes (valid 300 s).
 * Errors: 400 invalid body · 401 · 413 sizeBytes over 25 MiB · 429 daily quota, or too many
 * open uploads. With an Idempotency-Key a repeat gets the same photo (422 if it says something else, 404 if
 * the photo was deleted since); without one it reserves another.
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1), UPLOADS_BUCKET: z.string().min(1) });
const requestUpload = makeRequestUpload({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  show: dynamoShowPhotos(env.MEDIA_TABLE),
  quota: dynamoUploadQuota(env.MEDIA_TABLE),
  originals: s3UploadPermits(env.UPLOADS_BUCKET),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(route, async ({ body, headers, userId, trace }) =>
  created(
    await requestUpload({ ...body, idempotencyKey: headers['idempotency-key'], ownerId: userId, trace }),
  ),
);

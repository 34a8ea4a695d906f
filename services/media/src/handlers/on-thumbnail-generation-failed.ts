import { ThumbnailGenerationFailed } from '@shutterbus/contracts/events/thumbnails';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoUploadQuota } from '../adapters/dynamo-upload-quota.ts';
import { s3Originals } from '../adapters/s3-originals.ts';
import { makeRejectPhoto } from '../use-cases/reject-photo.ts';

/**
 * ThumbnailGenerationFailed: the photo is rejected, with a reason that its owner reads, and its original removed.
 * Event: MediaRejected. Safe to repeat. Sample: events/media/on-thumbnail-generation-failed.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1), UPLOADS_BUCKET: z.string().min(1) });
const rejectPhoto = makeRejectPhoto({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  originals: s3Originals(env.UPLOADS_BUCKET),
  quota: dynamoUploadQuota(env.MEDIA_TABLE),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = consume([ThumbnailGenerationFailed], async ({ detail: { data } }, { trace }) => {
  await rejectPhoto({ mediaId: data.mediaId, reason: data.reason, trace });
});

import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { logger } from '@shutterbus/lambda/logger';
import { metrics } from '@shutterbus/lambda/metrics';
import { watchedHandler } from '@shutterbus/lambda/watched';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoUploadQuota } from '../adapters/dynamo-upload-quota.ts';
import { s3Originals } from '../adapters/s3-originals.ts';
import { objectCreatedSchema, originalOf } from '../object-created.ts';
import { makeReceiveOriginal } from '../use-cases/receive-original.ts';

/**
 * S3 Object Created in UploadsBucket, by a rule on the default bus. Checks what arrived and accepts or rejects it.
 * Events: MediaUploaded or MediaRejected. Delivered at least once and in any order; safe to repeat. A failure is
 * tried again twice, then goes to the dead-letter queue. Sample: events/media/on-object-created.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1), UPLOADS_BUCKET: z.string().min(1) });
const receiveOriginal = makeReceiveOriginal({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  originals: s3Originals(env.UPLOADS_BUCKET),
  quota: dynamoUploadQuota(env.MEDIA_TABLE),
  clock: systemClock,
  newId: () => ulid(),
});

/** No event of ours, so without the envelope that `consume` reads; the correlation id comes from the photo. */
export const handler = watchedHandler<unknown, void>(async (arrived) => {
  const event = objectCreatedSchema.parse(arrived);
  try {
    const received = await receiveOriginal({ original: originalOf(event), causationId: event.id });
    logger.info('Received Object Created', { ...received, causationId: event.id });
    if (received.outcome === 'known') metrics.addMetric('DuplicatesSuppressed', 'Count', 1);
  } catch (error) {
    logger.error('Object Created failed', error as Error);
    throw error;
  }
});

import { batchHandler } from '@shutterbus/lambda/batch';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { logger } from '@shutterbus/lambda/logger';
import { metrics } from '@shutterbus/lambda/metrics';
import * as z from 'zod';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { objectCreatedSchema, originalOf } from '../object-created.ts';
import { makeLookForPhoto } from '../use-cases/look-for-photo.ts';

/**
 * S3 Object Created, by a rule of its own and a queue that holds it back for two minutes: counts PhotosMissing, 1 for a photo that
 * was neither shown nor refused by then, 0 for every other. Changes nothing; a repeat counts again.
 * Sample: events/media/look-for-photo.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const lookForPhoto = makeLookForPhoto({ photos: dynamoPhotos(env.MEDIA_TABLE, systemClock) });

export const handler = batchHandler(async (body) => {
  const { missing } = await lookForPhoto(originalOf(objectCreatedSchema.parse(body)));
  metrics.addMetric('PhotosMissing', 'Count', missing ? 1 : 0);
  if (!missing) return;
  const { mediaId, status, correlationId } = missing;
  logger.error('Photo was neither shown nor refused', { mediaId, status, correlationId });
});

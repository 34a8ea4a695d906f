import { randomBytes } from 'node:crypto';
import { MediaUploaded } from '@shutterbus/contracts/events/media';
import { systemClock } from '@shutterbus/lambda/clock';
import { consumeQueue } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import { metrics } from '@shutterbus/lambda/metrics';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoRenditionSets } from '../adapters/dynamo-rendition-sets.ts';
import { s3Originals } from '../adapters/s3-originals.ts';
import { s3Renditions } from '../adapters/s3-renditions.ts';
import { sharpPictures } from '../adapters/sharp-pictures.ts';
import { makeGenerateRenditions } from '../use-cases/generate-renditions.ts';

/**
 * MediaUploaded, through a queue, because it is heavy: makes the renditions. Events: ThumbnailsGenerated, or
 * ThumbnailGenerationFailed for a file that is no usable picture. Safe to repeat, in parallel, too. What fails for
 * another reason becomes visible again, and goes to the dead-letter queue after the fifth time.
 * Sample: events/thumbnails/on-media-uploaded.json
 */
const env = readEnv({ THUMBNAILS_TABLE: z.string().min(1), RENDITIONS_BUCKET: z.string().min(1) });
const generateRenditions = makeGenerateRenditions({
  sets: dynamoRenditionSets(env.THUMBNAILS_TABLE, systemClock),
  originals: s3Originals(),
  pictures: sharpPictures(),
  store: s3Renditions(env.RENDITIONS_BUCKET),
  clock: systemClock,
  newId: () => ulid(),
  randomName: () => randomBytes(16).toString('base64url'),
});

export const handler = consumeQueue([MediaUploaded], async ({ detail: { metadata, data } }, { trace }) => {
  const { mediaId, ownerId, visibility, bucket, key, versionId } = data;
  const generated = await generateRenditions({
    mediaId,
    ownerId,
    original: { bucket, key, versionId },
    wish: { visibility, mediaVersion: metadata.aggregateVersion },
    trace,
  });
  if (generated === 'known') metrics.addMetric('DuplicatesSuppressed', 'Count', 1);
  // From the moment at which the upload was accepted, waiting in the queue and failed attempts included.
  if (generated === 'made')
    metrics.addMetric(
      'TimeToThumbnailMs',
      'Milliseconds',
      systemClock().getTime() - Date.parse(metadata.occurredAt),
    );
});

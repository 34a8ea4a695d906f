import { randomBytes } from 'node:crypto';
import { MediaRenditionsRequested, MediaUploaded, MediaUploadedV2 } from '@shutterbus/contracts/events/media';
import { systemClock } from '@shutterbus/lambda/clock';
import { comeBackSoon } from '@shutterbus/lambda/come-back-soon';
import { consumeQueue } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import { logger } from '@shutterbus/lambda/logger';
import { metrics } from '@shutterbus/lambda/metrics';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoRenditionSets } from '../adapters/dynamo-rendition-sets.ts';
import { s3Originals } from '../adapters/s3-originals.ts';
import { s3Renditions } from '../adapters/s3-renditions.ts';
import { sharpLinkPreviews } from '../adapters/sharp-link-previews.ts';
import { sharpPictures } from '../adapters/sharp-pictures.ts';
import { recipeOf } from '../recipe.ts';
import { makeGenerateRenditions } from '../use-cases/generate-renditions.ts';
import { makeRemakeRenditions } from '../use-cases/remake-renditions.ts';

/**
 * MediaUploaded, through a queue, because it is heavy: makes the renditions. MediaRenditionsRequested (npm run
 * backfill) by the same way: makes them anew if the list has changed since. Events: ThumbnailsGenerated, or
 * ThumbnailGenerationFailed for an upload that is no usable picture. Safe to repeat, in parallel, too. What fails for
 * another reason comes back after seconds, then after minutes, and goes to the dead-letter queue after the seventh time.
 * Sample: events/thumbnails/on-media-uploaded.json
 */
const env = readEnv({
  THUMBNAILS_TABLE: z.string().min(1),
  RENDITIONS_BUCKET: z.string().min(1),
  UPLOADS_QUEUE_URL: z.url(),
});
const deps = {
  sets: dynamoRenditionSets(env.THUMBNAILS_TABLE, systemClock),
  originals: s3Originals(),
  pictures: sharpPictures(),
  recipeOf,
  linkPreviews: sharpLinkPreviews(),
  store: s3Renditions(env.RENDITIONS_BUCKET),
  clock: systemClock,
  newId: () => ulid(),
  randomName: () => randomBytes(16).toString('base64url'),
};
const generateRenditions = makeGenerateRenditions(deps);
const remakeRenditions = makeRemakeRenditions(deps);

export const handler = consumeQueue(
  [MediaUploaded, MediaUploadedV2, MediaRenditionsRequested],
  async ({ detailType, detail: { metadata, data } }, { trace }) => {
    const { mediaId, ownerId, visibility, bucket, key, versionId } = data;
    const wish = { visibility, mediaVersion: metadata.aggregateVersion };
    const command = { mediaId, ownerId, original: { bucket, key, versionId }, wish, trace };
    if (detailType === 'MediaRenditionsRequested') {
      const remade = await remakeRenditions(command);
      if (remade === 'made') metrics.addMetric('RenditionsRemade', 'Count', 1);
      else if (remade !== 'current') logger.warn('Photo keeps its old renditions', { mediaId, why: remade });
      return;
    }
    const generated = await generateRenditions(command);
    if (generated === 'known') metrics.addMetric('DuplicatesSuppressed', 'Count', 1);
    // From the moment at which the upload was accepted, waiting in the queue and failed attempts included.
    if (generated === 'made')
      metrics.addMetric(
        'TimeToThumbnailMs',
        'Milliseconds',
        systemClock().getTime() - Date.parse(metadata.occurredAt),
      );
  },
  comeBackSoon(env.UPLOADS_QUEUE_URL),
);

import { ThumbnailsGenerated } from '@shutterbus/contracts/events/thumbnails';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { makeApplyRenditions } from '../use-cases/apply-renditions.ts';

/**
 * ThumbnailsGenerated: the photo becomes ready and, if public, published. Event: MediaPublished, unless it was
 * published and only got new renditions.
 * Delivered at least once and in any order; safe to repeat. Sample: events/media/on-thumbnails-generated.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const applyRenditions = makeApplyRenditions({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = consume([ThumbnailsGenerated], async ({ detail: { metadata, data } }, { trace }) => {
  const { mediaId, ownerId: _, ...made } = data;
  const picture = { ...made, setVersion: metadata.aggregateVersion };
  await applyRenditions({ mediaId, picture, trace });
});

import { MediaDeleted } from '@shutterbus/contracts/events/media';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoRenditionSets } from '../adapters/dynamo-rendition-sets.ts';
import { s3Renditions } from '../adapters/s3-renditions.ts';
import { makeRemoveRenditions } from '../use-cases/remove-renditions.ts';

/**
 * MediaDeleted: removes every rendition and leaves a mark for seven days, so that a late MediaUploaded makes
 * nothing. Safe to repeat, in any order. Sample: events/thumbnails/on-media-deleted.json
 */
const env = readEnv({ THUMBNAILS_TABLE: z.string().min(1), RENDITIONS_BUCKET: z.string().min(1) });
const removeRenditions = makeRemoveRenditions({
  sets: dynamoRenditionSets(env.THUMBNAILS_TABLE, systemClock),
  store: s3Renditions(env.RENDITIONS_BUCKET),
  clock: systemClock,
});

export const handler = consume([MediaDeleted], async ({ detail: { data } }) => {
  await removeRenditions({ mediaId: data.mediaId, ownerId: data.ownerId });
});

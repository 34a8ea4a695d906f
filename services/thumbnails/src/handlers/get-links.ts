import { getLinks as route } from '@shutterbus/contracts/routes/thumbnails';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoRenditionSets } from '../adapters/dynamo-rendition-sets.ts';
import { s3Renditions } from '../adapters/s3-renditions.ts';
import { makeGetLinks } from '../use-cases/get-links.ts';

/**
 * GET /v1/thumbnails/links?ids=… — links (valid 300 s) to the renditions of the caller's private photos.
 * Errors: 400 invalid ids, or more than 50 · 401. Ids that are not the caller's, not private or unknown are left out.
 */
const env = readEnv({ THUMBNAILS_TABLE: z.string().min(1), RENDITIONS_BUCKET: z.string().min(1) });
const getLinks = makeGetLinks({
  sets: dynamoRenditionSets(env.THUMBNAILS_TABLE, systemClock),
  store: s3Renditions(env.RENDITIONS_BUCKET),
  clock: systemClock,
});

export const handler = httpHandler(route, async ({ query, userId }) =>
  ok(await getLinks({ mediaIds: query.ids, callerId: userId })),
);

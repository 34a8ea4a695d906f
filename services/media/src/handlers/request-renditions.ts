import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { logged } from '@shutterbus/lambda/logged';
import { logger } from '@shutterbus/lambda/logger';
import { watchedHandler } from '@shutterbus/lambda/watched';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoPhotoLists } from '../adapters/dynamo-photo-lists.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { renditionsRequestSchema } from '../renditions-request.ts';
import { makeRequestRenditions, type RequestedRenditions } from '../use-cases/request-renditions.ts';

/**
 * An operator, by `npm run backfill`, for one page of photos after the other: asks for their renditions as the list
 * has them now. Events: MediaRenditionsRequested. Safe to repeat. An error goes to the caller, who has the cursor to
 * go on from. Sample: events/media/request-renditions.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1), UPLOADS_BUCKET: z.string().min(1) });
const requestRenditions = makeRequestRenditions({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  lists: dynamoPhotoLists(env.MEDIA_TABLE),
  originals: { bucket: env.UPLOADS_BUCKET },
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = watchedHandler<unknown, RequestedRenditions>(async (asked, { awsRequestId }) => {
  const { correlationId = awsRequestId, ...page } = renditionsRequestSchema.parse(asked);
  return logged({ correlationId }, 'Requesting renditions failed', async () => {
    const answer = await requestRenditions({
      ...page,
      trace: { correlationId, causationId: awsRequestId },
    });
    logger.info('Requested renditions', { requested: answer.requested, dryRun: page.dryRun });
    return answer;
  });
});

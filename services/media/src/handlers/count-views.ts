import { tallyHandler } from '@shutterbus/lambda/batch';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoViews } from '../adapters/dynamo-views.ts';
import { makeCountViews } from '../use-cases/count-views.ts';

/**
 * ViewsQueue, into which POST /v1/media/{id}/view goes without a function on the way → counts how often public photos are looked
 * at. A message is the id that somebody said, unchecked; what is none is dropped here. Input: events/media/count-views.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const countViews = makeCountViews({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  views: dynamoViews(env.MEDIA_TABLE),
  clock: systemClock,
});

export const handler = tallyHandler((mediaId, count) => countViews({ mediaId, count }));

import { listHome as route } from '@shutterbus/contracts/routes/home';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoFollows } from '../adapters/dynamo-follows.ts';
import { dynamoHomes } from '../adapters/dynamo-homes.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoShowPhotos } from '../adapters/dynamo-show-photos.ts';
import { makeListHome } from '../use-cases/list-home.ts';

/**
 * GET /v1/media/home — public photos of those whom the caller follows, newest first.
 * Errors: 400 invalid query or cursor · 401. Input: events/media/list-home.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const listHome = makeListHome({
  homes: dynamoHomes(env.MEDIA_TABLE, systemClock),
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  follows: dynamoFollows(env.MEDIA_TABLE),
  show: dynamoShowPhotos(env.MEDIA_TABLE),
});

export const handler = httpHandler(route, async ({ query, userId }) =>
  ok(await listHome({ ...query, userId })),
);

import { listMine as route } from '@shutterbus/contracts/routes/media';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoPhotoLists } from '../adapters/dynamo-photo-lists.ts';
import { dynamoShowPhotos } from '../adapters/dynamo-show-photos.ts';
import { makeListMine } from '../use-cases/list-mine.ts';

/**
 * GET /v1/media/mine — the caller's photos in every state, newest first.
 * Errors: 400 invalid query or cursor · 401.
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const listMine = makeListMine({
  lists: dynamoPhotoLists(env.MEDIA_TABLE),
  show: dynamoShowPhotos(env.MEDIA_TABLE),
});

export const handler = httpHandler(route, async ({ query: { limit, cursor }, userId }) =>
  ok(await listMine({ limit, cursor, ownerId: userId })),
);

import { listFeed as route } from '@shutterbus/contracts/routes/media';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoAuthors } from '../adapters/dynamo-authors.ts';
import { dynamoPhotoLists } from '../adapters/dynamo-photo-lists.ts';
import { dynamoShowPhotos } from '../adapters/dynamo-show-photos.ts';
import { makeListFeed } from '../use-cases/list-feed.ts';

/**
 * GET /v1/media — public photos, newest first; with `?owner=handle` those of one person, with `?tag=snow` those that say so. Open to everybody.
 * Errors: 400 invalid query or cursor.
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const listFeed = makeListFeed({
  lists: dynamoPhotoLists(env.MEDIA_TABLE),
  authors: dynamoAuthors(env.MEDIA_TABLE),
  show: dynamoShowPhotos(env.MEDIA_TABLE),
});

export const handler = httpHandler(route, async ({ query: { owner, tag, limit, cursor } }) =>
  ok(await listFeed({ ownerHandle: owner, tag, limit, cursor })),
);

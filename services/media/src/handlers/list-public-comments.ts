import { listPublicComments as route } from '@shutterbus/contracts/routes/public';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoAuthors } from '../adapters/dynamo-authors.ts';
import { dynamoComments } from '../adapters/dynamo-comments.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { makeListPublicComments } from '../use-cases/list-public-comments.ts';

/**
 * GET /v1/media/public/{id}/comments — newest first. Open to everybody; who asks is not looked at.
 * Errors: 400 invalid id, limit or cursor · 404 no such photo, or one that is not published.
 * Input: events/media/list-public-comments.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const listPublicComments = makeListPublicComments({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  comments: dynamoComments(env.MEDIA_TABLE, systemClock),
  authors: dynamoAuthors(env.MEDIA_TABLE),
});

export const handler = httpHandler(route, async ({ params, query }) =>
  ok(await listPublicComments({ ...query, mediaId: params.id })),
);

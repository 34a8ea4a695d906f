import { listComments as route } from '@shutterbus/contracts/routes/comments';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoAuthors } from '../adapters/dynamo-authors.ts';
import { dynamoComments } from '../adapters/dynamo-comments.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { makeListComments } from '../use-cases/list-comments.ts';

/** GET /v1/media/{id}/comments — newest first. Errors: 400 · 401 · 404. Input: events/media/list-comments.json */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const listComments = makeListComments({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  comments: dynamoComments(env.MEDIA_TABLE, systemClock),
  authors: dynamoAuthors(env.MEDIA_TABLE),
});

export const handler = httpHandler(route, async ({ params, query, userId }) =>
  ok(await listComments({ ...query, mediaId: params.id, callerId: userId })),
);

import { addComment as route } from '@shutterbus/contracts/routes/comments';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { created, httpHandler } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoAuthors } from '../adapters/dynamo-authors.ts';
import { dynamoComments } from '../adapters/dynamo-comments.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { makeAddComment } from '../use-cases/add-comment.ts';

/**
 * POST /v1/media/{id}/comments — the caller says something about a photo. Event: CommentAdded.
 * Errors: 400 · 401 · 404 · 409 many comment at this moment · 422 the key stands for another comment · 429. With an
 * Idempotency-Key a repeat gets the same comment. Input: events/media/add-comment.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const addComment = makeAddComment({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  comments: dynamoComments(env.MEDIA_TABLE, systemClock),
  authors: dynamoAuthors(env.MEDIA_TABLE),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ params: { id: mediaId }, body, headers, userId: callerId, trace }) =>
    created(
      await addComment({
        ...{ ...body, mediaId, callerId, trace },
        idempotencyKey: headers['idempotency-key'],
      }),
    ),
  personLimits(env.MEDIA_TABLE),
);

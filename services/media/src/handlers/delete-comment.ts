import { deleteComment as route } from '@shutterbus/contracts/routes/comments';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, noContent } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoComments } from '../adapters/dynamo-comments.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { makeDeleteComment } from '../use-cases/delete-comment.ts';

/**
 * DELETE /v1/media/{id}/comments/{commentId} — by its author or by the photo's owner. Event: CommentDeleted.
 * Errors: 400 · 401 · 403 · 404, also for a repeat · 409 many comment at this moment · 429. Input: events/media/delete-comment.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const deleteComment = makeDeleteComment({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  comments: dynamoComments(env.MEDIA_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ params: { id: mediaId, commentId }, userId: callerId, trace }) => {
    await deleteComment({ mediaId, commentId, callerId, trace });
    return noContent();
  },
  personLimits(env.MEDIA_TABLE),
);

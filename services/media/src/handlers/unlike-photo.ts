import { unlikePhoto as route } from '@shutterbus/contracts/routes/likes';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, noContent } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoLikes } from '../adapters/dynamo-likes.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { makeUnlikePhoto } from '../use-cases/unlike-photo.ts';

/**
 * DELETE /v1/media/{id}/like — the caller no longer likes it. Event: MediaUnliked.
 * Errors: 400 invalid id · 401 · 404 · 429 · 409 many like it at this moment. Safe to repeat. Input: events/media/unlike-photo.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const unlikePhoto = makeUnlikePhoto({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  likes: dynamoLikes(env.MEDIA_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ params, userId, trace }) => {
    await unlikePhoto({ mediaId: params.id, callerId: userId, trace });
    return noContent();
  },
  personLimits(env.MEDIA_TABLE),
);

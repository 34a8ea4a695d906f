import { likePhoto as route } from '@shutterbus/contracts/routes/likes';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, noContent } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoAuthors } from '../adapters/dynamo-authors.ts';
import { dynamoLikes } from '../adapters/dynamo-likes.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { makeLikePhoto } from '../use-cases/like-photo.ts';

/**
 * PUT /v1/media/{id}/like — the caller likes a photo of somebody else. Event: MediaLiked.
 * Errors: 400 invalid id · 401 · 404 · 429 · 409 a photo of one’s own, or many like it at this moment. Safe to repeat. Input: events/media/like-photo.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const likePhoto = makeLikePhoto({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  likes: dynamoLikes(env.MEDIA_TABLE, systemClock),
  authors: dynamoAuthors(env.MEDIA_TABLE),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ params, userId, trace }) => {
    await likePhoto({ mediaId: params.id, callerId: userId, trace });
    return noContent();
  },
  personLimits(env.MEDIA_TABLE),
);

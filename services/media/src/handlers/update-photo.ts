import { updatePhoto as route } from '@shutterbus/contracts/routes/media';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoShowPhotos } from '../adapters/dynamo-show-photos.ts';
import { makeUpdatePhoto } from '../use-cases/update-photo.ts';

/**
 * PATCH /v1/media/{id} — changes title, description or visibility. Events: MediaUpdated, MediaVisibilityChanged.
 * Errors: 400 · 401 · 403 somebody else's published photo · 404 · 409 it changed at the same time · 429 too often. Safe to repeat.
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const updatePhoto = makeUpdatePhoto({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  show: dynamoShowPhotos(env.MEDIA_TABLE),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ params, body, userId, trace }) =>
    ok(await updatePhoto({ mediaId: params.id, callerId: userId, asked: body, trace })),
  personLimits(env.MEDIA_TABLE),
);

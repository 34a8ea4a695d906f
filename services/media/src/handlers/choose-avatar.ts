import { chooseAvatar as route } from '@shutterbus/contracts/routes/avatars';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, noContent } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoAvatars } from '../adapters/dynamo-avatars.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { makeChooseAvatar } from '../use-cases/choose-avatar.ts';

/**
 * PUT /v1/media/avatar — one of the caller's public photos stands for them. Event: AvatarChanged.
 * Errors: 400 · 401 · 403 · 404 · 409 not public, or it changed at the same time · 429. Safe to repeat. Input: events/media/choose-avatar.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const chooseAvatar = makeChooseAvatar({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  avatars: dynamoAvatars(env.MEDIA_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ body, userId, trace }) => {
    await chooseAvatar({ mediaId: body.mediaId, callerId: userId, trace });
    return noContent();
  },
  personLimits(env.MEDIA_TABLE),
);

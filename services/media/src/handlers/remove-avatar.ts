import { removeAvatar as route } from '@shutterbus/contracts/routes/avatars';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, noContent } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoAvatars } from '../adapters/dynamo-avatars.ts';
import { makeRemoveAvatar } from '../use-cases/remove-avatar.ts';

/**
 * DELETE /v1/media/avatar — no photo stands for the caller any more. Event: AvatarChanged, if one did.
 * Errors: 401 · 409 it changed at the same time · 429. Safe to repeat. Input: events/media/remove-avatar.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const removeAvatar = makeRemoveAvatar({
  avatars: dynamoAvatars(env.MEDIA_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ userId, trace }) => {
    await removeAvatar({ callerId: userId, trace });
    return noContent();
  },
  personLimits(env.MEDIA_TABLE),
);

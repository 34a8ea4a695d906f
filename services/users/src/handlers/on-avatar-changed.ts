import { AvatarChanged } from '@shutterbus/contracts/events/avatars';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeShowAvatar } from '../use-cases/show-avatar.ts';

/**
 * AvatarChanged, from media → the profile has another picture. Event: UserProfileUpdated. Safe to repeat, in any order.
 * Input: events/users/on-avatar-changed.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1) });

export const handler = consume(
  [AvatarChanged],
  makeShowAvatar({
    users: dynamoUsers(env.USERS_TABLE, systemClock),
    clock: systemClock,
    newId: () => ulid(),
  }),
);

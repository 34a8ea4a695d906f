import { UserProfileUpdated, UserRegistered } from '@shutterbus/contracts/events/users';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoAuthors } from '../adapters/dynamo-authors.ts';

/**
 * UserRegistered and UserProfileUpdated: keeps the names and pictures that are shown beside photos. No decision to take, so no
 * use case: the repository keeps the newest name, and a handle with its first owner. Safe to repeat, in any order. Sample: events/media/on-user-changed.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const authors = dynamoAuthors(env.MEDIA_TABLE);

export const handler = consume([UserRegistered, UserProfileUpdated], async ({ detail }) => {
  const { userId, handle, displayName } = detail.data;
  const avatar = 'avatar' in detail.data ? detail.data.avatar : undefined;
  const { aggregateVersion: version, occurredAt: handleSince } = detail.metadata;
  await authors.remember({ userId, handle, displayName, avatar, version, handleSince });
});

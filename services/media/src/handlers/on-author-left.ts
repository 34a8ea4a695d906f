import { UserLeft, UserReturned } from '@shutterbus/contracts/events/users';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoAuthors } from '../adapters/dynamo-authors.ts';

/**
 * UserLeft and UserReturned: whether the person's photos and comments are shown at all. No decision to take, so no use case: the repository
 * keeps the newest word. Safe to repeat, in any order. Input: events/media/on-author-left.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const authors = dynamoAuthors(env.MEDIA_TABLE);

export const handler = consume([UserLeft, UserReturned], ({ detail: { data, metadata } }) =>
  authors.noteLeaving({
    userId: data.userId,
    leavingUntil: 'leavingUntil' in data ? data.leavingUntil : undefined,
    version: metadata.aggregateVersion,
  }),
);

import { UserDeleted } from '@shutterbus/contracts/events/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { consumeQueue } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoAuthors } from '../adapters/dynamo-authors.ts';
import { dynamoAvatars } from '../adapters/dynamo-avatars.ts';
import { dynamoComments } from '../adapters/dynamo-comments.ts';
import { dynamoFollows } from '../adapters/dynamo-follows.ts';
import { dynamoHomes } from '../adapters/dynamo-homes.ts';
import { dynamoLikes } from '../adapters/dynamo-likes.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { sqsOwnQueue } from '../adapters/sqs-own-queue.ts';
import { makeWithdrawAnswers } from '../use-cases/withdraw-answers.ts';

/**
 * UserDeleted, through DepartedQueue: takes back the person's likes and comments, and removes who follows whom and their Home; the rest
 * of very many by another message. Events: MediaUnliked, CommentDeleted; at the end AnswersErased. Safe to repeat. Sample: events/media/withdraw-answers.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1), DEPARTED_QUEUE_URL: z.url() });
const withdrawAnswers = makeWithdrawAnswers({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  likes: dynamoLikes(env.MEDIA_TABLE, systemClock),
  comments: dynamoComments(env.MEDIA_TABLE, systemClock),
  follows: dynamoFollows(env.MEDIA_TABLE),
  homes: dynamoHomes(env.MEDIA_TABLE, systemClock),
  authors: dynamoAuthors(env.MEDIA_TABLE),
  avatars: dynamoAvatars(env.MEDIA_TABLE, systemClock),
  queue: sqsOwnQueue(env.DEPARTED_QUEUE_URL),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = consumeQueue([UserDeleted], withdrawAnswers);

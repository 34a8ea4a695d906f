import { MediaDeleted } from '@shutterbus/contracts/events/media';
import { systemClock } from '@shutterbus/lambda/clock';
import { consumeQueue } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoLeftAnswers } from '../adapters/dynamo-left-answers.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { sqsOwnQueue } from '../adapters/sqs-own-queue.ts';
import { makeForgetAnswers } from '../use-cases/forget-answers.ts';

/**
 * MediaDeleted, our own, through DeletionQueue: removes likes and comments of the photo, the rest of very many by another
 * message. Safe to repeat. Sample: events/media/forget-answers.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1), DELETION_QUEUE_URL: z.url() });
const forgetAnswers = makeForgetAnswers({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  answers: dynamoLeftAnswers(env.MEDIA_TABLE),
  queue: sqsOwnQueue(env.DELETION_QUEUE_URL),
});

export const handler = consumeQueue([MediaDeleted], forgetAnswers);

import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { onSchedule } from '@shutterbus/lambda/on-schedule';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoAbandoned } from '../adapters/dynamo-abandoned.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { s3Originals } from '../adapters/s3-originals.ts';
import { makeSweepAbandoned } from '../use-cases/sweep-abandoned.ts';

/**
 * Every hour: removes photos whose bytes never came within a day, and refused ones after thirty. Event: MediaDeleted. Safe to
 * repeat; what it does not get to, the next hour does. Input: events/media/sweep-abandoned.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1), UPLOADS_BUCKET: z.string().min(1) });

export const handler = onSchedule(
  makeSweepAbandoned({
    abandoned: dynamoAbandoned(env.MEDIA_TABLE),
    photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
    originals: s3Originals(env.UPLOADS_BUCKET),
    clock: systemClock,
    newId: () => ulid(),
  }),
);

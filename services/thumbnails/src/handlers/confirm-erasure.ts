import { PhotosErased } from '@shutterbus/contracts/events/erasure';
import { systemClock } from '@shutterbus/lambda/clock';
import { comeBackSoon } from '@shutterbus/lambda/come-back-soon';
import { consumeQueue } from '@shutterbus/lambda/consume';
import { dynamoOutbox } from '@shutterbus/lambda/dynamo-outbox';
import { readEnv } from '@shutterbus/lambda/env';
import { notYetWhen } from '@shutterbus/lambda/not-yet';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoRenditionSets } from '../adapters/dynamo-rendition-sets.ts';
import { RenditionsLeftError } from '../errors.ts';
import { makeConfirmErasure } from '../use-cases/confirm-erasure.ts';

/**
 * PhotosErased, through ErasuresQueue: confirms that no rendition of the person is left; while one is, the message comes back soon.
 * Events: RenditionsErased. Safe to repeat. Sample: events/thumbnails/confirm-erasure.json
 */
const env = readEnv({ THUMBNAILS_TABLE: z.string().min(1), ERASURES_QUEUE_URL: z.url() });
const confirmErasure = makeConfirmErasure({
  sets: dynamoRenditionSets(env.THUMBNAILS_TABLE, systemClock),
  outbox: dynamoOutbox(env.THUMBNAILS_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = consumeQueue(
  [PhotosErased],
  (event, context) => confirmErasure(event, context).catch(notYetWhen(RenditionsLeftError)),
  comeBackSoon(env.ERASURES_QUEUE_URL),
);

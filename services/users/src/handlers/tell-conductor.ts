import {
  AnswersErased,
  NoticesErased,
  PhotosErased,
  RenditionsErased,
} from '@shutterbus/contracts/events/erasure';
import { UserReturned } from '@shutterbus/contracts/events/users';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoErasures } from '../adapters/dynamo-erasures.ts';
import { lambdaWaker } from '../adapters/lambda-conductors.ts';
import { makeTellConductor } from '../use-cases/tell-conductor.ts';

/**
 * What ConductLeaving waits for: somebody came back, or a service has erased its part. Safe to repeat, in any order.
 * Input: events/users/tell-conductor.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1) });

export const handler = consume(
  [UserReturned, PhotosErased, AnswersErased, RenditionsErased, NoticesErased],
  makeTellConductor({ erasures: dynamoErasures(env.USERS_TABLE), conductors: lambdaWaker() }),
);

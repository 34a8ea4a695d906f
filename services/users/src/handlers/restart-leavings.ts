import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { onSchedule } from '@shutterbus/lambda/on-schedule';
import * as z from 'zod';
import { dynamoLeavers } from '../adapters/dynamo-leavers.ts';
import { lambdaStarter } from '../adapters/lambda-conductors.ts';
import { makeRestartLeavings } from '../use-cases/restart-leavings.ts';

/**
 * Every hour: who left, and is not erased a day after the end, gets another conductor, and the run fails, so that somebody looks.
 * Safe to repeat. Input: events/users/restart-leavings.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1), CONDUCT_LEAVING: z.string().min(1) });

export const handler = onSchedule(
  makeRestartLeavings({
    leavers: dynamoLeavers(env.USERS_TABLE, systemClock),
    conductors: lambdaStarter(env.CONDUCT_LEAVING),
    clock: systemClock,
  }),
);

import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { onSchedule } from '@shutterbus/lambda/on-schedule';
import * as z from 'zod';
import { cognitoSignUps } from '../adapters/cognito-sign-ups.ts';
import { makeSweepSignUps } from '../use-cases/sweep-sign-ups.ts';

/**
 * Every hour: removes the sign-ups that were not confirmed within a day. Safe to repeat; what it does not get to, the next
 * hour does. Input: events/users/sweep-sign-ups.json
 */
const env = readEnv({ USER_POOL_ID: z.string().min(1) });

export const handler = onSchedule(
  makeSweepSignUps({ signUps: cognitoSignUps(env.USER_POOL_ID), clock: systemClock }),
);

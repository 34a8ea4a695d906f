import { releaseAddress as route } from '@shutterbus/contracts/routes/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, noContent } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { cognitoSignUps } from '../adapters/cognito-sign-ups.ts';
import { makeReleaseAddress } from '../use-cases/release-address.ts';

/**
 * POST /v1/users/released-addresses — lets go of an address that was not confirmed within a quarter of an hour; open to
 * everybody. Errors: 400. The same answer whatever it did. Safe to repeat. Input: events/users/release-address.json
 */
const env = readEnv({ USER_POOL_ID: z.string().min(1) });
const releaseAddress = makeReleaseAddress({ signUps: cognitoSignUps(env.USER_POOL_ID), clock: systemClock });

export const handler = httpHandler(route, async ({ body }) => {
  await releaseAddress(body);
  return noContent();
});

import { UserSignOutFailed } from '@shutterbus/contracts/events/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { cognitoSessions } from '../adapters/cognito-sessions.ts';
import { dynamoSessionList } from '../adapters/dynamo-session-list.ts';
import { listedSessions } from '../listed-sessions.ts';

/**
 * UserSignOutFailed → ends all of the person's sessions, those since the reset too: Cognito cannot tell them apart.
 * Safe to repeat, at the cost of signing in again. Input: events/users/on-user-sign-out-failed.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1), USER_POOL_ID: z.string().min(1) });
const list = dynamoSessionList(env.USERS_TABLE);
const sessions = listedSessions(cognitoSessions(env.USER_POOL_ID), list, systemClock);

export const handler = consume([UserSignOutFailed], ({ detail }) => sessions.endAll(detail.data.userId));

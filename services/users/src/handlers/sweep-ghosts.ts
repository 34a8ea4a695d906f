import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { onSchedule } from '@shutterbus/lambda/on-schedule';
import { ulid } from 'ulid';
import * as z from 'zod';
import { cognitoPresence } from '../adapters/cognito-presence.ts';
import { dynamoFollows } from '../adapters/dynamo-follows.ts';
import { dynamoGhostSearch } from '../adapters/dynamo-ghost-search.ts';
import { dynamoSessionList } from '../adapters/dynamo-session-list.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeRemovePerson } from '../remove-person.ts';
import { makeSweepGhosts } from '../use-cases/sweep-ghosts.ts';

/**
 * Every hour: ends profiles whose account was deleted past us. Events: UserUnfollowed, UserDeleted. Safe to
 * repeat; what it does not get to, the next hour does. Input: events/users/sweep-ghosts.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1), USER_POOL_ID: z.string().min(1) });
const users = dynamoUsers(env.USERS_TABLE, systemClock);
const deps = { users, clock: systemClock, newId: () => ulid() };

export const handler = onSchedule(
  makeSweepGhosts({
    ...deps,
    presence: cognitoPresence(env.USER_POOL_ID),
    search: dynamoGhostSearch(env.USERS_TABLE),
    removePerson: makeRemovePerson({
      ...deps,
      follows: dynamoFollows(env.USERS_TABLE, systemClock),
      sessionList: dynamoSessionList(env.USERS_TABLE),
    }),
    pause: (milliseconds) => pause(milliseconds),
  }),
);

import { systemClock } from '@shutterbus/lambda/clock';
import { durableHandler } from '@shutterbus/lambda/durable';
import { durableSteps } from '@shutterbus/lambda/durable-steps';
import { readEnv } from '@shutterbus/lambda/env';
import { ulid } from 'ulid';
import * as z from 'zod';
import { cognitoAccounts } from '../adapters/cognito-accounts.ts';
import { dynamoErasures } from '../adapters/dynamo-erasures.ts';
import { dynamoFollows } from '../adapters/dynamo-follows.ts';
import { dynamoLeavers } from '../adapters/dynamo-leavers.ts';
import { dynamoOutbox } from '../adapters/dynamo-outbox.ts';
import { dynamoSessionList } from '../adapters/dynamo-session-list.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { leavingSchema } from '../erasure.ts';
import { makeEndPairs, makeRemovePerson } from '../remove-person.ts';
import { makeConductLeaving } from '../use-cases/conduct-leaving.ts';

/**
 * StartLeaving → waits two weeks, unless somebody comes back, then erases the person and waits until every service confirms. One
 * execution for each leaving. Events: UserUnfollowed, UserDeleted. Input: events/users/conduct-leaving.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1), USER_POOL_ID: z.string().min(1) });
const parts = {
  users: dynamoUsers(env.USERS_TABLE, systemClock),
  follows: dynamoFollows(env.USERS_TABLE, systemClock),
  sessionList: dynamoSessionList(env.USERS_TABLE),
  ...{ clock: systemClock, newId: () => ulid() },
};
const conductLeaving = makeConductLeaving({
  ...parts,
  leavers: dynamoLeavers(env.USERS_TABLE, systemClock),
  erasures: dynamoErasures(env.USERS_TABLE),
  accounts: cognitoAccounts(env.USER_POOL_ID),
  endPairs: makeEndPairs(parts),
  removePerson: makeRemovePerson(parts),
  outbox: dynamoOutbox(env.USERS_TABLE, systemClock),
});

export const handler = durableHandler(leavingSchema, (leaving, process) =>
  conductLeaving(leaving, durableSteps(process)),
);

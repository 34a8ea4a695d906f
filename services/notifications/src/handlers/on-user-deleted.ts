import { UserDeleted } from '@shutterbus/contracts/events/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoNotices } from '../adapters/dynamo-notices.ts';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { makeForgetPerson } from '../use-cases/forget-person.ts';

/**
 * UserDeleted → forgets the person and all notifications to them. Safe to repeat, in any order.
 * Input: events/notifications/on-user-deleted.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1) });

export const handler = consume(
  [UserDeleted],
  makeForgetPerson({
    people: dynamoPeople(env.NOTIFICATIONS_TABLE),
    notices: dynamoNotices(env.NOTIFICATIONS_TABLE, systemClock),
    clock: systemClock,
  }),
);

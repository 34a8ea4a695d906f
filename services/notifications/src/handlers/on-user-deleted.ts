import { UserDeleted } from '@shutterbus/contracts/events/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { dynamoOutbox } from '@shutterbus/lambda/dynamo-outbox';
import { readEnv } from '@shutterbus/lambda/env';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoFollowers } from '../adapters/dynamo-followers.ts';
import { dynamoNotices } from '../adapters/dynamo-notices.ts';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { dynamoPublications } from '../adapters/dynamo-publications.ts';
import { makeForgetPerson } from '../use-cases/forget-person.ts';

/**
 * UserDeleted → forgets the person, all notifications to them, and who follows whom. Events: NoticesErased. Safe to repeat, in any order.
 * Input: events/notifications/on-user-deleted.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1) });

export const handler = consume(
  [UserDeleted],
  makeForgetPerson({
    people: dynamoPeople(env.NOTIFICATIONS_TABLE),
    notices: dynamoNotices(env.NOTIFICATIONS_TABLE, systemClock),
    followers: dynamoFollowers(env.NOTIFICATIONS_TABLE),
    publications: dynamoPublications(env.NOTIFICATIONS_TABLE, systemClock),
    outbox: dynamoOutbox(env.NOTIFICATIONS_TABLE, systemClock),
    clock: systemClock,
    newId: () => ulid(),
  }),
);

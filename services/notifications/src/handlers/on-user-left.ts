import { UserLeft, UserReturned } from '@shutterbus/contracts/events/users';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { makeNoteLeaving } from '../use-cases/note-leaving.ts';

/**
 * UserLeft → no mails to this person, and nobody is told of their photos; UserReturned → all as before. Safe to repeat, in any order.
 * Input: events/notifications/on-user-left.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1) });

export const handler = consume(
  [UserLeft, UserReturned],
  makeNoteLeaving({ people: dynamoPeople(env.NOTIFICATIONS_TABLE) }),
);

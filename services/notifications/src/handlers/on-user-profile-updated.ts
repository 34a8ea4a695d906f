import { UserProfileUpdated } from '@shutterbus/contracts/events/users';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { makeRenamePerson } from '../use-cases/rename-person.ts';

/**
 * UserProfileUpdated → remembers the new name. Safe to repeat; an older one changes nothing.
 * Input: events/notifications/on-user-profile-updated.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1) });

export const handler = consume(
  [UserProfileUpdated],
  makeRenamePerson({ people: dynamoPeople(env.NOTIFICATIONS_TABLE) }),
);

import { UserEmailChanged } from '@shutterbus/contracts/events/users';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { makeMoveAddress } from '../use-cases/move-address.ts';

/**
 * UserEmailChanged → mails go to the new address. Safe to repeat; an older one changes nothing.
 * Input: events/notifications/on-user-email-changed.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1) });

export const handler = consume(
  [UserEmailChanged],
  makeMoveAddress({ people: dynamoPeople(env.NOTIFICATIONS_TABLE) }),
);

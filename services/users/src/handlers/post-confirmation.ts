import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { logger } from '@shutterbus/lambda/logger';
import { ulid } from 'ulid';
import * as z from 'zod';
import { accountOf } from '../adapters/cognito-attributes.ts';
import { cognitoSessions } from '../adapters/cognito-sessions.ts';
import { cognitoTrigger } from '../adapters/cognito-trigger.ts';
import { dynamoOutbox } from '../adapters/dynamo-outbox.ts';
import { dynamoSessionList } from '../adapters/dynamo-session-list.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { listedSessions } from '../listed-sessions.ts';
import { makeEndSessions } from '../use-cases/end-sessions.ts';
import { makeRegisterUser } from '../use-cases/register-user.ts';

/**
 * Cognito trigger PostConfirmation. A confirmed sign-up: writes the profile and takes the handle. Events: UserRegistered.
 * A throw reaches the person although the account is confirmed by then; GET /v1/users/me writes what is missing.
 * A replaced password: ends all sessions from before. Never throws. Events: UserSignOutFailed when Cognito refuses.
 * Safe to repeat. The pool's id comes with the event: as a variable of the pool's own trigger, it would need itself.
 * Input: events/users/post-confirmation.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1) });
const deps = { clock: systemClock, newId: () => ulid() };
const registerUser = makeRegisterUser({ ...deps, users: dynamoUsers(env.USERS_TABLE, systemClock) });
const outbox = dynamoOutbox(env.USERS_TABLE, systemClock);
const list = dynamoSessionList(env.USERS_TABLE);

export const handler = cognitoTrigger(
  async ({ triggerSource, userPoolId, userName, request: { userAttributes } }, { requestId, fault }) => {
    const userId = userAttributes.sub ?? userName;
    const trace = { correlationId: requestId, causationId: requestId, actorId: userId };
    if (triggerSource === 'PostConfirmation_ConfirmSignUp') {
      await registerUser({ userId, account: accountOf(userAttributes), trace });
    } else if (triggerSource === 'PostConfirmation_ConfirmForgotPassword') {
      const endSessions = makeEndSessions({
        ...deps,
        sessions: listedSessions(cognitoSessions(userPoolId), list, systemClock),
        outbox,
      });
      const ended = await endSessions({ userId, trace });
      if (ended.outcome === 'left-to-event') logger.warn('Sessions end by an event');
      if (ended.outcome === 'left-open') fault('Sessions from before the reset are left open', ended.reason);
    }
    return undefined;
  },
);

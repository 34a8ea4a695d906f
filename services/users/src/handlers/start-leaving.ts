import { UserLeft } from '@shutterbus/contracts/events/users';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { lambdaStarter } from '../adapters/lambda-conductors.ts';
import { makeStartLeaving } from '../use-cases/start-leaving.ts';

/** UserLeft → ConductLeaving begins, under a name, which a rule could not give it. Safe to repeat. Input: events/users/start-leaving.json */
const env = readEnv({ CONDUCT_LEAVING: z.string().min(1) });

export const handler = consume([UserLeft], makeStartLeaving(lambdaStarter(env.CONDUCT_LEAVING)));

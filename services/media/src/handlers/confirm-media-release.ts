import { requireQuiet } from '@shutterbus/lambda/business-alarms';
import { readEnv } from '@shutterbus/lambda/env';
import { releaseHook } from '@shutterbus/lambda/release-hook';
import * as z from 'zod';

/**
 * CodeDeploy, after all traffic has moved to the new version: fails the release, which rolls it back, when one of the
 * business alarms rings. Changes nothing.
 * Input: events/media/confirm-media-release.json
 */
const env = readEnv({ BUSINESS_ALARMS: z.string().min(1) });

export const handler = releaseHook(() => requireQuiet(env.BUSINESS_ALARMS.split(',')));

import { givesBack, probeReleased } from '@shutterbus/lambda/probes';
import { releaseHook } from '@shutterbus/lambda/release-hook';
import * as z from 'zod';

/**
 * CodeDeploy, before traffic moves to a new version of a Cognito trigger: calls it as Cognito would, on an occasion
 * that it passes over, so that nothing is written. A hook of its own, because the user pool needs the triggers'
 * aliases, those need their hook, and the other hook needs GetMe, which needs the user pool.
 * Input: events/users/check-triggers-release.json
 */
const passesOver = givesBack(
  {
    triggerSource: 'ReleaseCheck',
    userPoolId: 'release-check',
    userName: 'release-check',
    request: { userAttributes: {} },
    response: {},
  },
  z.object({ triggerSource: z.literal('ReleaseCheck') }),
  'did not give the event back',
);

const probes = { PreSignUp: passesOver, CustomMessage: passesOver, PostConfirmation: passesOver };

export const handler = releaseHook(async ({ released }) => probeReleased(probes, await released()));

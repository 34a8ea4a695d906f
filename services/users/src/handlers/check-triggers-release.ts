import { readEnv } from '@shutterbus/lambda/env';
import { type Probe, runProbes } from '@shutterbus/lambda/probes';
import { releaseHook } from '@shutterbus/lambda/release-hook';
import * as z from 'zod';

/**
 * CodeDeploy, before traffic moves to a new version of a Cognito trigger: calls each as Cognito would, on an occasion
 * that they pass over, so that nothing is written. A hook of its own, because the user pool needs the triggers'
 * aliases, those need their hook, and the other hook needs GetMe's version, which needs the user pool.
 * Input: events/users/check-triggers-release.json
 */
const version = z.string().min(1);
const env = readEnv({
  PRE_SIGN_UP_VERSION: version,
  CUSTOM_MESSAGE_VERSION: version,
  POST_CONFIRMATION_VERSION: version,
});

const passesOver = (versionArn: string): Probe => ({
  versionArn,
  event: {
    triggerSource: 'ReleaseCheck',
    userName: 'release-check',
    request: { userAttributes: {} },
    response: {},
  },
  verdict: ({ payload, failed }) =>
    !failed && z.object({ triggerSource: z.literal('ReleaseCheck') }).safeParse(payload).success
      ? undefined
      : 'did not give the event back',
});

export const handler = releaseHook(() =>
  runProbes(
    [env.PRE_SIGN_UP_VERSION, env.CUSTOM_MESSAGE_VERSION, env.POST_CONFIRMATION_VERSION].map(passesOver),
  ),
);

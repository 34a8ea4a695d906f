import {
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { Sessions } from '../ports.ts';
import { unlessGone } from './unless-gone.ts';

/** Two seconds in all, so that a trigger that gets no answer has time to leave word of it. */
const cognito = new CognitoIdentityProviderClient(
  clientSettings({ requestTimeoutMs: 1_500, withinMs: 2_000, maxAttempts: 3 }),
);

/** The sessions of a user pool's accounts. */
export function cognitoSessions(
  userPoolId: string,
  client: CognitoIdentityProviderClient = cognito,
): Sessions {
  return {
    async endAll(userId) {
      await unlessGone(
        client.send(new AdminUserGlobalSignOutCommand({ UserPoolId: userPoolId, Username: userId })),
      );
    },
  };
}

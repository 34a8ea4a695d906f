import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { AccountPresence } from '../ports.ts';
import { unlessGone } from './unless-gone.ts';

const cognito = new CognitoIdentityProviderClient(clientSettings());

/** Whether a user pool has an account. In a pool whose people sign in by e-mail address, the username is the `sub`. */
export function cognitoPresence(
  UserPoolId: string,
  client: CognitoIdentityProviderClient = cognito,
): AccountPresence {
  return {
    async isListed(userId) {
      const { Users = [] } = await client.send(
        new ListUsersCommand({ UserPoolId, Filter: `sub = "${userId}"`, AttributesToGet: ['sub'], Limit: 1 }),
      );
      return Users.length > 0;
    },
    exists: async (userId) =>
      (await unlessGone(client.send(new AdminGetUserCommand({ UserPoolId, Username: userId })))) !==
      undefined,
  };
}

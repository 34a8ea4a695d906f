import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { AccountDirectory, AccountRemoval } from '../ports.ts';
import { accountOf } from './cognito-attributes.ts';
import { unlessGone } from './unless-gone.ts';

const cognito = new CognitoIdentityProviderClient(clientSettings());

/** The accounts of a user pool. In a pool whose people sign in by e-mail address, the username is the `sub`. */
export function cognitoAccounts(
  userPoolId: string,
  client: CognitoIdentityProviderClient = cognito,
): AccountDirectory & AccountRemoval {
  return {
    async remove(userId) {
      await unlessGone(client.send(new AdminDeleteUserCommand({ UserPoolId: userPoolId, Username: userId })));
    },
    async findConfirmed(userId) {
      const user = await unlessGone(
        client.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: userId })),
      );
      const { UserAttributes = [] } = user ?? {};
      const attributes = Object.fromEntries(UserAttributes.map(({ Name, Value = '' }) => [Name, Value]));
      return attributes.email_verified === 'true' ? accountOf(attributes) : undefined;
    },
  };
}

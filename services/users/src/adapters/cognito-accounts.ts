import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { AccountDirectory } from '../ports.ts';
import { accountOf } from './cognito-attributes.ts';

const cognito = new CognitoIdentityProviderClient(clientSettings());

/** The accounts of a user pool. In a pool whose people sign in by e-mail address, the username is the `sub`. */
export function cognitoAccounts(
  userPoolId: string,
  client: CognitoIdentityProviderClient = cognito,
): AccountDirectory {
  return {
    async findConfirmed(userId) {
      try {
        const { UserAttributes = [] } = await client.send(
          new AdminGetUserCommand({ UserPoolId: userPoolId, Username: userId }),
        );
        const attributes = Object.fromEntries(UserAttributes.map(({ Name, Value = '' }) => [Name, Value]));
        return attributes.email_verified === 'true' ? accountOf(attributes) : undefined;
      } catch (error) {
        if (error instanceof UserNotFoundException) return undefined;
        throw error;
      }
    },
  };
}

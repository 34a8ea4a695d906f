import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import * as z from 'zod';
import type { SignUps } from '../ports.ts';

const cognito = new CognitoIdentityProviderClient(clientSettings());

/** In a pool whose people sign in by e-mail address, the username is the `sub`. */
const userSchema = z.object({ Username: z.string(), UserStatus: z.string(), UserCreateDate: z.date() });

/** The accounts of a user pool that are not confirmed. */
export function cognitoSignUps(UserPoolId: string, client: CognitoIdentityProviderClient = cognito): SignUps {
  return {
    async find(name) {
      try {
        const user = userSchema.parse(
          await client.send(new AdminGetUserCommand({ UserPoolId, Username: name })),
        );
        return user.UserStatus === 'UNCONFIRMED' ? signUpOf(user) : undefined;
      } catch (error) {
        if (error instanceof UserNotFoundException) return undefined;
        throw error;
      }
    },
    async *list() {
      let PaginationToken: string | undefined;
      do {
        const page = await client.send(
          new ListUsersCommand({
            UserPoolId,
            Filter: 'cognito:user_status = "UNCONFIRMED"',
            AttributesToGet: ['sub'],
            PaginationToken,
          }),
        );
        for (const user of page.Users ?? []) yield signUpOf(userSchema.parse(user));
        PaginationToken = page.PaginationToken;
      } while (PaginationToken !== undefined);
    },
    async remove(userId) {
      try {
        await client.send(new AdminDeleteUserCommand({ UserPoolId, Username: userId }));
      } catch (error) {
        if (!(error instanceof UserNotFoundException)) throw error;
      }
    },
  };
}

const signUpOf = ({ Username, UserCreateDate }: z.infer<typeof userSchema>) => ({
  userId: Username,
  signedUpAt: UserCreateDate,
});

import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import * as z from 'zod';
import type { SignUps } from '../ports.ts';
import { unlessGone } from './unless-gone.ts';

const cognito = new CognitoIdentityProviderClient(clientSettings());

/** In a pool whose people sign in by e-mail address, the username is the `sub`. */
const userSchema = z.object({ Username: z.string(), UserStatus: z.string(), UserCreateDate: z.date() });

/** The accounts of a user pool that are not confirmed. */
export function cognitoSignUps(UserPoolId: string, client: CognitoIdentityProviderClient = cognito): SignUps {
  return {
    async find(name) {
      const answer = await unlessGone(client.send(new AdminGetUserCommand({ UserPoolId, Username: name })));
      if (!answer) return undefined;
      const user = userSchema.parse(answer);
      return user.UserStatus === 'UNCONFIRMED' ? signUpOf(user) : undefined;
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
      await unlessGone(client.send(new AdminDeleteUserCommand({ UserPoolId, Username: userId })));
    },
  };
}

const signUpOf = ({ Username, UserCreateDate }: z.infer<typeof userSchema>) => ({
  userId: Username,
  signedUpAt: UserCreateDate,
});

import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { anna } from '../people.fixture.ts';
import { cognitoPresence } from './cognito-presence.ts';

const cognito = mockClient(CognitoIdentityProviderClient);
const presence = cognitoPresence('pool', new CognitoIdentityProviderClient({}));
beforeEach(() => cognito.reset());

describe('cognitoPresence', () => {
  it('asks the list for one person only', async () => {
    cognito
      .on(ListUsersCommand, { UserPoolId: 'pool', Filter: `sub = "${anna}"` })
      .resolvesOnce({ Users: [{ Username: anna }] })
      .resolvesOnce({});
    expect(await presence.isListed(anna)).toBe(true);
    expect(await presence.isListed(anna)).toBe(false);
  });

  it('takes nothing but Cognito’s own word for it that an account is gone', async () => {
    cognito.on(AdminGetUserCommand, { UserPoolId: 'pool', Username: anna }).resolvesOnce({ Username: anna });
    expect(await presence.exists(anna)).toBe(true);
    cognito.on(AdminGetUserCommand).rejects(new UserNotFoundException({ $metadata: {}, message: 'none' }));
    expect(await presence.exists(anna)).toBe(false);
    cognito.on(AdminGetUserCommand).rejects(new Error('network'));
    await expect(presence.exists(anna)).rejects.toThrow('network');
    cognito.on(ListUsersCommand).rejects(new Error('network'));
    await expect(presence.isListed(anna)).rejects.toThrow('network');
  });
});

import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { anna, ben, noon } from '../people.fixture.ts';
import { cognitoSignUps } from './cognito-sign-ups.ts';

const cognito = mockClient(CognitoIdentityProviderClient);
const signUps = cognitoSignUps('pool', new CognitoIdentityProviderClient({}));
const user = (Username: string, UserStatus: 'UNCONFIRMED' | 'CONFIRMED') => ({
  Username,
  UserStatus,
  UserCreateDate: new Date(noon),
});
const nobody = new UserNotFoundException({ $metadata: {}, message: 'none' });
beforeEach(() => cognito.reset());

describe('cognitoSignUps', () => {
  it('finds an account by its address while it is not confirmed', async () => {
    cognito
      .on(AdminGetUserCommand, { UserPoolId: 'pool', Username: 'anna@example.com' })
      .resolvesOnce(user(anna, 'UNCONFIRMED'))
      .resolvesOnce(user(anna, 'CONFIRMED'))
      .rejectsOnce(nobody);
    expect(await signUps.find('anna@example.com')).toEqual({ userId: anna, signedUpAt: new Date(noon) });
    expect(await signUps.find('anna@example.com')).toBeUndefined();
    expect(await signUps.find('anna@example.com')).toBeUndefined();
  });

  it('lists all pages of them', async () => {
    cognito
      .on(ListUsersCommand, { UserPoolId: 'pool', Filter: 'cognito:user_status = "UNCONFIRMED"' })
      .resolvesOnce({ Users: [user(anna, 'UNCONFIRMED')], PaginationToken: 'more' })
      .resolvesOnce({ Users: [user(ben, 'UNCONFIRMED')] });
    const found: string[] = [];
    for await (const { userId } of signUps.list()) found.push(userId);
    expect(found).toEqual([anna, ben]);
    expect(cognito.commandCalls(ListUsersCommand)[1]?.args[0].input.PaginationToken).toBe('more');
  });

  it('removes one by its id, once', async () => {
    cognito.on(AdminDeleteUserCommand).resolvesOnce({}).rejectsOnce(nobody).rejectsOnce(new Error('network'));
    await signUps.remove(anna);
    await signUps.remove(anna);
    await expect(signUps.remove(anna)).rejects.toThrow('network');
    expect(cognito.commandCalls(AdminDeleteUserCommand)[0]?.args[0].input).toEqual({
      UserPoolId: 'pool',
      Username: anna,
    });
  });
});

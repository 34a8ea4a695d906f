import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { anna } from '../people.fixture.ts';
import { cognitoAccounts } from './cognito-accounts.ts';

const cognito = mockClient(CognitoIdentityProviderClient);
const accounts = cognitoAccounts('pool', new CognitoIdentityProviderClient({}));
const attributes = (verified: string) => [
  { Name: 'email', Value: 'anna@example.com' },
  { Name: 'email_verified', Value: verified },
  { Name: 'custom:handle', Value: 'anna' },
  { Name: 'name', Value: 'Anna' },
];
beforeEach(() => cognito.reset());

describe('cognitoAccounts', () => {
  it('gives address, handle and name of a confirmed account', async () => {
    cognito
      .on(AdminGetUserCommand, { UserPoolId: 'pool', Username: anna })
      .resolves({ Username: anna, UserAttributes: attributes('true') });
    expect(await accounts.findConfirmed(anna)).toEqual({
      email: 'anna@example.com',
      handle: 'anna',
      displayName: 'Anna',
    });
  });

  it('gives nothing for an address that is not confirmed, or an account that is not there', async () => {
    cognito.on(AdminGetUserCommand).resolvesOnce({ Username: anna, UserAttributes: attributes('false') });
    expect(await accounts.findConfirmed(anna)).toBeUndefined();
    cognito.on(AdminGetUserCommand).rejects(new UserNotFoundException({ $metadata: {}, message: 'none' }));
    expect(await accounts.findConfirmed(anna)).toBeUndefined();
  });

  it('removes an account, and does nothing when it is gone', async () => {
    cognito
      .on(AdminDeleteUserCommand, { UserPoolId: 'pool', Username: anna })
      .resolvesOnce({})
      .rejects(new UserNotFoundException({ $metadata: {}, message: 'none' }));
    for (let i = 0; i < 2; i += 1) await accounts.remove(anna);
    expect(cognito.commandCalls(AdminDeleteUserCommand)).toHaveLength(2);
  });

  it('passes on any other failure', async () => {
    cognito.on(AdminGetUserCommand).rejects(new Error('network'));
    await expect(accounts.findConfirmed(anna)).rejects.toThrow('network');
  });
});

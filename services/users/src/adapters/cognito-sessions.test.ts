import {
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { anna } from '../people.fixture.ts';
import { cognitoSessions } from './cognito-sessions.ts';

const cognito = mockClient(CognitoIdentityProviderClient);
const sessions = cognitoSessions('pool', new CognitoIdentityProviderClient({}));
beforeEach(() => cognito.reset());

describe('cognitoSessions', () => {
  it('signs somebody out everywhere', async () => {
    cognito.on(AdminUserGlobalSignOutCommand).resolves({});
    await sessions.endAll(anna);
    expect(cognito.commandCalls(AdminUserGlobalSignOutCommand)[0]?.args[0].input).toEqual({
      UserPoolId: 'pool',
      Username: anna,
    });
  });

  it('has nothing to do for an account that is gone, and passes on any other failure', async () => {
    cognito
      .on(AdminUserGlobalSignOutCommand)
      .rejectsOnce(new UserNotFoundException({ $metadata: {}, message: 'none' }));
    await expect(sessions.endAll(anna)).resolves.toBeUndefined();
    cognito.on(AdminUserGlobalSignOutCommand).rejects(new Error('network'));
    await expect(sessions.endAll(anna)).rejects.toThrow('network');
  });
});

import {
  AdminUpdateUserAttributesCommand,
  AliasExistsException,
  CodeMismatchException,
  CognitoIdentityProviderClient,
  ExpiredCodeException,
  LimitExceededException,
  NotAuthorizedException,
  TooManyRequestsException,
  UserNotFoundException,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { anna } from '../people.fixture.ts';
import { cognitoAddressCodes } from './cognito-address-codes.ts';

const cognito = mockClient(CognitoIdentityProviderClient);
const codes = cognitoAddressCodes('pool', new CognitoIdentityProviderClient({}));
const said = { $metadata: {}, message: 'said' };
beforeEach(() => cognito.reset());

describe('cognitoAddressCodes', () => {
  it('writes the address without saying that it is verified, and hands on the code with its owner’s token', async () => {
    cognito.onAnyCommand().resolves({});
    await codes.sendCode(anna, 'new@example.com');
    await codes.takeCode('token', '123456');
    expect(cognito.commandCalls(AdminUpdateUserAttributesCommand)[0]?.args[0].input).toEqual({
      UserPoolId: 'pool',
      Username: anna,
      UserAttributes: [{ Name: 'email', Value: 'new@example.com' }],
    });
    expect(cognito.commandCalls(VerifyUserAttributeCommand)[0]?.args[0].input).toEqual({
      AccessToken: 'token',
      AttributeName: 'email',
      Code: '123456',
    });
  });

  it.each([
    [new AliasExistsException(said), 'address-taken'],
    [new CodeMismatchException(said), 'wrong-code'],
    [new ExpiredCodeException(said), 'wrong-code'],
    [new LimitExceededException(said), 'too-many-codes'],
    [new UserNotFoundException(said), 'account-gone'],
    [new NotAuthorizedException(said), 'unauthorized'],
  ])('says %s in our words: %s', async (error, code) => {
    cognito.onAnyCommand().rejects(error);
    await expect(codes.takeCode('token', '123456')).rejects.toMatchObject({ code });
    await expect(codes.sendCode(anna, 'new@example.com')).rejects.toMatchObject({ code });
  });

  it.each([
    [new LimitExceededException(said), 3600],
    [new TooManyRequestsException(said), 1],
  ])('says after how long to come back from %s: %i s', async (error, retryAfterSeconds) => {
    cognito.onAnyCommand().rejects(error);
    await expect(codes.takeCode('token', '123456')).rejects.toMatchObject({ retryAfterSeconds });
  });

  it('passes on any other failure', async () => {
    cognito.onAnyCommand().rejects(new Error('network'));
    await expect(codes.sendCode(anna, 'new@example.com')).rejects.toThrow('network');
  });
});

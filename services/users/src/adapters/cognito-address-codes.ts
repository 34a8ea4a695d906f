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
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { UnauthorizedError } from '@shutterbus/lambda/problems';
import { AccountGoneError, AddressTakenError, TooManyCodesError, WrongCodeError } from '../errors.ts';
import type { AddressCodes } from '../ports.ts';

const cognito = new CognitoIdentityProviderClient(clientSettings());

/**
 * A pool that asks for verification before an update sends a code to the new address and writes it only when the code comes
 * back. An address that somebody else has may be refused at either step: where Cognito does so is not documented.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html
 */
export function cognitoAddressCodes(
  userPoolId: string,
  client: CognitoIdentityProviderClient = cognito,
): AddressCodes {
  return {
    sendCode: (userId, email) =>
      inOurWords(
        client.send(
          new AdminUpdateUserAttributesCommand({
            UserPoolId: userPoolId,
            Username: userId,
            UserAttributes: [{ Name: 'email', Value: email }],
          }),
        ),
      ),
    takeCode: (accessToken, code) =>
      inOurWords(
        client.send(
          new VerifyUserAttributeCommand({ AccessToken: accessToken, AttributeName: 'email', Code: code }),
        ),
      ),
  };
}

/** Cognito does not say when there is room again. What one person may ask for it counts by the hour, what all may by the second. */
const countedForSeconds = 60 * 60;

async function inOurWords(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    throw meaningOf(error);
  }
}

function meaningOf(error: unknown): unknown {
  if (error instanceof AliasExistsException) return new AddressTakenError();
  if (error instanceof CodeMismatchException || error instanceof ExpiredCodeException)
    return new WrongCodeError();
  if (error instanceof LimitExceededException) return new TooManyCodesError(countedForSeconds);
  if (error instanceof TooManyRequestsException) return new TooManyCodesError(1);
  if (error instanceof UserNotFoundException) return new AccountGoneError();
  return error instanceof NotAuthorizedException ? new UnauthorizedError() : error;
}

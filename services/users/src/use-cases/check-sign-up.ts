import { emailField, handleField, writtenNameField } from '@shutterbus/contracts/fields';
import { SignUpRefusedError } from '../errors.ts';
import { isReserved } from '../handle.ts';
import type { UserRepository } from '../ports.ts';

interface Wish {
  /** Cognito makes it from the username; whether the trigger sees it where the client did not write it is not documented. */
  email: string | undefined;
  handle: string | undefined;
  displayName: string | undefined;
}

/**
 * Refuses a sign-up whose handle or name cannot be had, or whose address no event could carry: all that its profile is
 * made of at confirmation, so that nothing keeps it from being made. A handle is not reserved by it: it is taken at confirmation.
 * @throws SignUpRefusedError with a sentence for the person
 */
export function makeCheckSignUp({ users }: { users: Pick<UserRepository, 'isHandleTaken'> }) {
  return async ({ email, handle, displayName }: Wish) => {
    if (!handleField.safeParse(handle).success || handle === undefined) {
      throw new SignUpRefusedError(
        'invalid-handle',
        'The handle must be 3 to 20 characters of a-z, 0-9 and single hyphens between them',
      );
    }
    if (email !== undefined && !emailField.safeParse(email).success)
      throw new SignUpRefusedError('invalid-email', 'This e-mail address cannot be used here');
    if (!writtenNameField.safeParse(displayName).success)
      throw new SignUpRefusedError(
        'invalid-name',
        'The name must be one line of 1 to 50 characters that can be seen',
      );
    if (isReserved(handle) || (await users.isHandleTaken(handle)))
      throw new SignUpRefusedError('handle-taken', 'This handle is taken, please choose another one');
  };
}

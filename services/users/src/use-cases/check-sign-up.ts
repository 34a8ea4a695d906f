import { displayNameField, handleField } from '@shutterbus/contracts/fields';
import { SignUpRefusedError } from '../errors.ts';
import { isReserved } from '../handle.ts';
import type { UserRepository } from '../ports.ts';

/**
 * Refuses a sign-up whose handle or name cannot be had. A handle is not reserved by it: it is taken at confirmation.
 * @throws SignUpRefusedError with a sentence for the person
 */
export function makeCheckSignUp({ users }: { users: Pick<UserRepository, 'isHandleTaken'> }) {
  return async ({ handle, displayName }: { handle: string | undefined; displayName: string | undefined }) => {
    if (!handleField.safeParse(handle).success || handle === undefined) {
      throw new SignUpRefusedError(
        'invalid-handle',
        'The handle must be 3 to 20 characters of a-z, 0-9 and single hyphens between them',
      );
    }
    if (!displayNameField.safeParse(displayName).success)
      throw new SignUpRefusedError('invalid-name', 'The name must be 1 to 50 characters');
    if (isReserved(handle) || (await users.isHandleTaken(handle)))
      throw new SignUpRefusedError('handle-taken', 'This handle is taken, please choose another one');
  };
}

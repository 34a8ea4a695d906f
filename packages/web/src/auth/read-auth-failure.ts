import { ProblemError } from '../api/problem-error.ts';
import { type ReadFailure, readFailure } from '../page/use-action.ts';
import { authField, authMessage } from './auth-message.ts';

/** Reads what Cognito, or the API right after it, refused. */
export const readAuthFailure: ReadFailure = (error) => {
  if (error instanceof ProblemError) return readFailure(error);
  const message = authMessage(error);
  const field = authField(error);
  return { message, fields: field ? { [field]: message } : {} };
};

import { UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider';

/** @returns what Cognito answered; undefined when there is no such account */
export async function unlessGone<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof UserNotFoundException) return undefined;
    throw error;
  }
}

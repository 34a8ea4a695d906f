import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { clientSettings } from './aws-client.ts';
import { logger } from './logger.ts';

/** How long a change takes to be known, at most. Every reader in the account shares 40 reads a second. */
const keptForMs = 60_000;

/** Short: the functions that ask have other things to do, and Cognito waits five seconds for a trigger. */
const store = new SSMClient(clientSettings({ requestTimeoutMs: 1_000, withinMs: 2_500, maxAttempts: 2 }));

/**
 * A value that a deployment changes without a release, from the parameter store. Asked for once a minute; when the store
 * does not answer, the last value holds for a minute more.
 * @returns what gives the value, or undefined while there is no such parameter
 */
export function parameter(name: string, client: SSMClient = store, now: () => number = Date.now) {
  let known: string | undefined;
  let freshUntil = 0;

  return async (): Promise<string | undefined> => {
    if (known !== undefined && now() < freshUntil) return known;
    try {
      known = (await client.send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
    } catch (error) {
      if (error instanceof ParameterNotFound) known = undefined;
      else if (known === undefined) throw error;
      else logger.warn('The parameter store does not answer; its last value holds', error as Error);
    }
    freshUntil = now() + keptForMs;
    return known;
  };
}

import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { clientSettings } from './aws-client.ts';
import { keptForAMinute } from './kept-for-a-minute.ts';

/** Short: the functions that ask have other things to do, and Cognito waits five seconds for a trigger. */
const store = new SSMClient(clientSettings({ requestTimeoutMs: 1_000, withinMs: 2_500, maxAttempts: 2 }));

/**
 * A value that a deployment changes without a release, from the parameter store. Asked for once a minute: every reader in the
 * account shares 40 reads a second.
 * @returns what gives the value, or undefined while there is no such parameter
 */
export function parameter(name: string, client: SSMClient = store, now: () => number = Date.now) {
  const read = async (): Promise<string | undefined> => {
    try {
      return (await client.send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
  };
  return keptForAMinute('The parameter store', read, now);
}

import { spawnSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What this needs of the sandbox. */
interface RunningFunctions {
  awsUrl: string;
  services: {
    lambda: { functions(): readonly { logicalId: string; variables: Record<string, string> }[] };
  };
}

/**
 * Where containers of Docker Desktop find this machine; what they send there arrives at 127.0.0.1. It is the address
 * behind host.docker.internal, which as a name would not do: S3 clients put the bucket's name in front of a name.
 */
const dockerDesktopHost = '192.168.65.254';

/**
 * This machine's address on Docker's bridge (Linux); undefined where there is none, as with Docker Desktop. Asked of
 * `ip`, because Node does not list the bridge before a container runs.
 */
export function bridgeAddress(): string | undefined {
  const { stdout } = spawnSync('ip', ['-4', '-oneline', 'address', 'show', 'docker0'], { encoding: 'utf8' });
  return /inet ([\d.]+)/.exec(stdout ?? '')?.[1];
}

const fileIn = (stateFolder: string): string => path.join(stateFolder, 'sam-local.env.json');

/**
 * Writes what samconfig.toml names as `env_vars` for `sam local invoke`: each function's variables with the names that
 * its tables, buckets and queues have in the running sandbox, and the endpoint as a container reaches it.
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-invoke.html
 */
export async function prepareSamLocal(
  stateFolder: string,
  { awsUrl, services }: RunningFunctions,
): Promise<void> {
  const endpoint = `http://${bridgeAddress() ?? dockerDesktopHost}:${new URL(awsUrl).port}`;
  const variables = services.lambda.functions().map((fn) => [
    fn.logicalId,
    Object.fromEntries(
      // A function may hold the endpoint in more than one variable.
      Object.entries(fn.variables).map(([name, value]) => [name, value.replaceAll(awsUrl, endpoint)]),
    ),
  ]);
  await writeFile(fileIn(stateFolder), JSON.stringify(Object.fromEntries(variables), null, 2));
}

/** Without `--docker` no container can reach the sandbox; a file of an earlier start would only mislead. */
export async function forgetSamLocal(stateFolder: string): Promise<void> {
  await rm(fileIn(stateFolder), { force: true });
}

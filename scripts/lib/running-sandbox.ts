import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { CommandError } from './command.ts';
import { root } from './repository.ts';

/** What a command has to know of the sandbox that `npm start` runs; written there at its start, for the commands. */
const running = z.object({
  webUrl: z.url(),
  awsUrl: z.url(),
  region: z.string(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
});
export type RunningSandbox = z.infer<typeof running>;

/** The state folder: SHUTTERBUS_STATE, or `.sandbox` in the repository. */
const stateFolder = (): string => path.resolve(root, process.env.SHUTTERBUS_STATE ?? '.sandbox');
const fileIn = (folder: string): string => path.join(folder, 'running.json');

export async function announceSandbox(folder: string, sandbox: RunningSandbox): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(fileIn(folder), JSON.stringify(running.parse(sandbox), null, 2), { mode: 0o600 });
}

/** What the sandbox that used a state folder last said of itself; it may have ended since. */
export async function lastSandbox(folder = stateFolder()): Promise<RunningSandbox | undefined> {
  const text = await readFile(fileIn(folder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : running.safeParse(JSON.parse(text)).data;
}

/** @throws CommandError that says how to start one */
export async function runningSandbox(): Promise<RunningSandbox> {
  const found = await lastSandbox();
  if (found) return found;
  throw new CommandError(
    `No sandbox was started with the state folder ${stateFolder()}: run npm start in another terminal. ` +
      'When it was started with --state, name the same folder in SHUTTERBUS_STATE.',
  );
}

/** Settings of an SDK client for the running sandbox. */
export async function sandboxSettings() {
  const { awsUrl, region, credentials } = await runningSandbox();
  return { endpoint: awsUrl, region, credentials };
}

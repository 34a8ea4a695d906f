import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
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
  await writeFile(fileIn(folder), JSON.stringify(running.parse(sandbox), null, 2));
}

/** @throws Error that says how to start one */
export async function runningSandbox(): Promise<RunningSandbox> {
  const text = await readFile(fileIn(stateFolder()), 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new Error('No sandbox was started here yet: run npm start in another terminal.');
  return running.parse(JSON.parse(text));
}

/** Settings of an SDK client for the running sandbox. */
export async function sandboxSettings() {
  const { awsUrl, region, credentials } = await runningSandbox();
  return { endpoint: awsUrl, region, credentials };
}

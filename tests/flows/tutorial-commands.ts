import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type App, startApp } from '@shutterbus/testing/app';
import { poll } from '@shutterbus/testing/poll';
import { type CommandBlock, commandBlocks, commandsFor } from '../../scripts/lib/documented-commands.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The tutorial's chapters, with the commands of each in their order. */
export const chapters = readdirSync(path.join(root, 'docs/tutorial'))
  .filter((file) => /^\d/.test(file))
  .map((chapter) => ({ chapter, blocks: commandBlocks(`docs/tutorial/${chapter}`) }));

/** One of the steps of `npm test` that the tutorial names, where it stands for them all. */
export const cheapestTest = 'npm test -- --only unit -- services/users/src/use-cases/get-user';

/** For `it.each`: a block by its commands. */
export const named = (blocks: CommandBlock[]) => blocks.map((block) => [block.commands, block] as const);

/** An app for the tests of one `describe`. */
export function anApp(): () => App {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.dispose());
  return () => app;
}

/** Runs the commands of a block as a reader does, and holds what they do against what the reader is promised. */
export async function keepsItsPromise(app: App, { commands, promise }: CommandBlock): Promise<void> {
  const pattern = /shows (.+)$/.exec(promise)?.[1];
  const check = async (): Promise<void> => {
    const { code, output } = await run(app, commands);
    // What was printed is shown where the promise was broken.
    if (promise === 'fails') expect({ failed: code !== 0, output }).toEqual({ failed: true, output });
    else expect({ code, output }).toEqual({ code: 0, output });
    if (pattern) expect(output).toMatch(new RegExp(pattern));
  };
  await (promise.startsWith('eventually')
    ? poll('the reader is told to ask again until it is so', check)
    : check());
}

export function run(app: App, commands: string): Promise<{ code: number | null; output: string }> {
  const script = commandsFor(app, commands);
  const env = { ...process.env, SHUTTERBUS_STATE: app.stateFolder };
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd: root, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

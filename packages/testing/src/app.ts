import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');

/** An app as it can be used by several. */
export interface RunningApp {
  webUrl: string;
  awsUrl: string;
  stateFolder: string;
  /** What was printed so far. */
  output(): string;
}

export interface App extends RunningApp {
  /** Ends the app as Ctrl-C does, and gives its exit code. */
  interrupt(): Promise<number | null>;
  /** Ends the app without warning. */
  kill(): Promise<void>;
  /** Ends it and drops its state. */
  dispose(): Promise<void>;
}

/**
 * Starts the whole app as `npm start` does, on ports that the system gives and with a state folder of its own.
 * @param stateFolder the folder of an earlier app, to start again from its state; `dispose` drops the folder around it as well
 * @param options further options of `npm start`
 * @param folder a copy of the repository; the repository unless told
 */
export async function startApp(
  stateFolder?: string,
  options: readonly string[] = [],
  folder = root,
): Promise<App> {
  const state = stateFolder ?? (await makeStateFolder());
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      'scripts/start.ts',
      '--port',
      '0',
      '--aws-port',
      '0',
      '--state',
      state,
      ...options,
    ],
    // The app ends with this process, however that ends: then the channel closes.
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  child.channel?.unref();
  let printed = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  // What it printed last may be read later than it ended.
  const allRead = new Promise<number | null>((resolve) => child.once('close', resolve));
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (printed += chunk));
  await readyLine(child, () => printed);
  const said = (name: string): string => new RegExp(`^${name} +(\\S+)$`, 'm').exec(printed)?.[1] ?? '';
  return {
    webUrl: said('ready'),
    awsUrl: said('AWS'),
    stateFolder: state,
    output: () => printed,
    async interrupt() {
      child.kill('SIGINT');
      return allRead;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async dispose() {
      child.kill('SIGINT');
      await ended;
      await rm(path.dirname(state), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** In a package of ES modules, as `npm start` has it in the project: Node asks the folders above what a file is. */
async function makeStateFolder(): Promise<string> {
  const project = await mkdtemp(path.join(tmpdir(), 'shutterbus-flow-'));
  await writeFile(path.join(project, 'package.json'), '{ "type": "module" }\n');
  return path.join(project, '.sandbox');
}

/** Against a start that hangs: on a machine with twenty other things to do, a copy that builds everything takes minutes. */
const hangsAfterMs = 600_000;

function readyLine(child: ChildProcess, printed: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`not ready within ten minutes:\n${printed()}`)),
      hangsAfterMs,
    );
    const done = (outcome: () => void): void => {
      clearTimeout(timer);
      outcome();
    };
    child.stdout?.on('data', () => {
      if (/^ready /m.test(printed())) done(resolve);
    });
    child.once('exit', (code) =>
      done(() => reject(new Error(`ended with ${code} before it was ready:\n${printed()}`))),
    );
  });
}

/** A port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

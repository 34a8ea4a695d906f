import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { get } from '../../core/node-http.ts';
import { type EngineCommand, findEngine } from './engine-binary.ts';

export interface Engine {
  /** `http://127.<…>:<port>` */
  endpoint: string;
  stop(): Promise<void>;
}

/** The engine cannot run; meant for the terminal as it is. */
export class EngineError extends Error {
  readonly code = 'engine-unusable';

  constructor(sentence: string) {
    super(sentence);
    this.name = 'EngineError';
  }
}

/** The first start through npx downloads the engine. */
const startLimitMs = 60_000;

/** Any program may take a port between the moment that it is found free and the one that the engine opens it. */
const addressesTried = 5;

/**
 * Starts dynoxide on a free port of this machine with its database in `folder`. One that a killed sandbox left behind is
 * ended first: two processes on one database file would hide each other's writes.
 * @param onExit called when the engine ends by itself
 * @throws EngineError
 */
export async function startEngine(
  folder: string,
  onExit: (message: string) => void,
  command: EngineCommand = findEngine(import.meta.filename),
): Promise<Engine> {
  mkdirSync(folder, { recursive: true });
  const pidFile = path.join(folder, 'engine.json');
  await endStaleEngine(pidFile);

  const { child, host, port } = await launched(command, folder, pidFile);

  let stopping = false;
  const ended = new Promise<string>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`)),
  );
  void ended.then((how) => {
    child.stdin.destroy();
    rmSync(pidFile, { force: true });
    if (stopping) return;
    onExit(
      `The database engine ended by itself (${how}): nothing can be read or written. ` +
        'Stop the sandbox and start it again; the tables are kept.',
    );
  });
  return {
    endpoint: `http://${host}:${port}`,
    async stop() {
      stopping = true;
      child.ref();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The engine's process once it listens, at another address each time that somebody took the port before it. */
async function launched(command: EngineCommand, folder: string, pidFile: string) {
  for (let left = addressesTried - 1; ; left -= 1) {
    const { host, port } = await freeAddress();
    const args = ['serve', '--host', host, '-p', String(port), '--db-path', path.join(folder, 'tables.db')];
    const [file, ...before] = untilInputEnds([command.file, ...command.args]);
    const child = spawn(file, [...before, ...args], {
      // Nothing is written to the input; it closes when this process ends, however it ends.
      stdio: ['pipe', 'pipe', 'pipe'],
      // Ctrl-C in the terminal goes to the whole process group; the engine has to outlive the last writes.
      detached: true,
      windowsHide: true,
    });
    child.unref();
    if (child.pid !== undefined) writeFileSync(pidFile, JSON.stringify({ pid: child.pid, host, port }));
    const complaint = await listening(child);
    if (complaint === undefined) return { child, host, port };
    if (left === 0 || !/already in use/i.test(complaint)) throw unusable(complaint, command, folder);
  }
}

function unusable(complaint: string, command: EngineCommand, folder: string): EngineError {
  if (/not a valid SQLite|malformed|corrupt/i.test(complaint))
    return new EngineError(`The tables in ${folder} are damaged. Start with --fresh to drop the state.`);
  const reason = command.args.length > 0 ? 'it is not installed, and npx cannot fetch it' : complaint.trim();
  return new EngineError(
    `The database engine dynoxide did not start (${reason}). ` +
      'Remove the folder node_modules and run npm start again, which installs it.',
  );
}

/**
 * A command that is ended when its standard input closes: the engine does not watch for that itself, so a killed
 * sandbox would leave it behind. The process is the engine's own; beside it a shell waits for the end of the input.
 * Windows has no such shell: there the next start ends what is left.
 */
function untilInputEnds(command: [string, ...string[]]): [string, ...string[]] {
  if (process.platform === 'win32') return command;
  const watch = '(cat <&3; kill $$) >/dev/null 2>&1 &';
  return ['/bin/sh', '-c', `exec 3<&0; ${watch} exec "$@" 3<&- </dev/null`, 'sh', ...command];
}

/**
 * Waits for the line that the engine prints when it listens.
 * @returns what it said instead when it does not; it is ended then
 */
function listening(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let printed = '';
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      child.stdin?.destroy();
      resolve(why);
    };
    const timer = setTimeout(() => fail(`not ready within ${startLimitMs / 1000} s`), startLimitMs);
    child.once('error', (error) => fail(error.message));
    const onClose = (code: number | null): void => fail(printed || `exit code ${code}`);
    child.once('close', onClose);
    const read = (chunk: Buffer): void => {
      // Read on after the start too: a full pipe would block the engine.
      printed = (printed + chunk.toString('utf8')).slice(-1000);
      if (!printed.includes('listening on')) return;
      clearTimeout(timer);
      child.off('close', onClose);
      resolve(undefined);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
}

/**
 * Ends the engine of an earlier run, if the process in the file is one: its port has to answer as the engine does,
 * so that a process which got the number since is left alone.
 */
async function endStaleEngine(pidFile: string): Promise<void> {
  let stale: { pid: number; host: string; port: number };
  try {
    stale = JSON.parse(readFileSync(pidFile, 'utf8')) as { pid: number; host: string; port: number };
  } catch {
    return;
  }
  if (await answersAsEngine(stale)) {
    process.kill(stale.pid, 'SIGKILL');
    while (await answersAsEngine(stale)) await delay(10);
  }
  rmSync(pidFile, { force: true });
}

function answersAsEngine({ host, port }: { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host, port, timeout: 1000, agent: false }, (answer) => {
      answer.resume();
      resolve(String(answer.headers.server ?? '').startsWith('Dynoxide'));
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', () => resolve(false));
  });
}

/**
 * The engine answers whoever reaches it, any page in a browser too. So it listens where nobody can look for it: at one
 * of the sixteen million addresses that a loopback has on Linux and Windows. macOS knows only 127.0.0.1.
 */
async function freeAddress(): Promise<{ host: string; port: number }> {
  const hidden = `127.${[randomInt(256), randomInt(256), randomInt(1, 255)].join('.')}`;
  const port = await freePort(hidden).catch(() => undefined);
  return port === undefined
    ? { host: '127.0.0.1', port: await freePort('127.0.0.1') }
    : { host: hidden, port };
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}

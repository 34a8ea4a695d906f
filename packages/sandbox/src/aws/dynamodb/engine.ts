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
  await ready(child, command, folder);

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

/** Waits for the line that the engine prints when it listens. */
function ready(child: ChildProcess, command: EngineCommand, folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let complaint = '';
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      child.stdin?.destroy();
      const reason = command.args.length > 0 ? 'it is not installed, and npx cannot fetch it' : why.trim();
      reject(
        new EngineError(
          /not a valid SQLite|malformed|corrupt/i.test(why)
            ? `The tables in ${folder} are damaged. Start with --fresh to drop the state.`
            : `The database engine dynoxide did not start (${reason}). ` +
                'Remove the folder node_modules and run npm start again, which installs it.',
        ),
      );
    };
    const timer = setTimeout(() => fail(`not ready within ${startLimitMs / 1000} s`), startLimitMs);
    child.once('error', (error) => fail(error.message));
    const onClose = (code: number | null): void => fail(complaint || `exit code ${code}`);
    child.once('close', onClose);
    const listen = (chunk: Buffer): void => {
      // Read on after the start too: a full pipe would block the engine.
      complaint = (complaint + chunk.toString('utf8')).slice(-1000);
      if (!complaint.includes('listening on')) return;
      clearTimeout(timer);
      child.off('close', onClose);
      resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
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

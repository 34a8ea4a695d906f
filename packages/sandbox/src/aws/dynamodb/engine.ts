import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type EngineCommand, findEngine } from './engine-binary.ts';

export interface Engine {
  /** `http://127.0.0.1:<port>` */
  endpoint: string;
  stop(): Promise<void>;
}

/** The first start through npx downloads the engine. */
const startLimitMs = 60_000;

/**
 * Starts dynoxide on a free loopback port with its database in `folder`. One that a killed sandbox left behind is
 * ended first: two processes on one database file would hide each other's writes.
 * @param onExit called when the engine ends by itself
 * @throws Error whose message says what to do
 */
export async function startEngine(
  folder: string,
  onExit: (message: string) => void,
  command: EngineCommand = findEngine(import.meta.filename),
): Promise<Engine> {
  mkdirSync(folder, { recursive: true });
  const pidFile = path.join(folder, 'engine.json');
  await endStaleEngine(pidFile);

  const port = await freePort();
  const args = [
    'serve',
    '--host',
    '127.0.0.1',
    '-p',
    String(port),
    '--db-path',
    path.join(folder, 'tables.db'),
  ];
  const child = spawn(command.file, [...command.args, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C in the terminal goes to the whole process group; the engine has to outlive the last writes.
    detached: true,
  });
  child.unref();
  if (child.pid !== undefined) writeFileSync(pidFile, JSON.stringify({ pid: child.pid, port }));
  await ready(child, command);

  let stopping = false;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => {
    rmSync(pidFile, { force: true });
    if (!stopping) onExit('The database engine ended by itself; restart the sandbox. The tables are kept.');
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      stopping = true;
      child.ref();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Waits for the line that the engine prints when it listens. */
function ready(child: ChildProcess, command: EngineCommand): Promise<void> {
  return new Promise((resolve, reject) => {
    let complaint = '';
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(
        new Error(
          `The database engine dynoxide did not start (${command.file}: ${why.trim()}). Run npm install again, ` +
            'or give the address of another DynamoDB by --dynamodb-endpoint. If the message speaks of a damaged ' +
            'file, start with --fresh to drop the state.',
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
  let stale: { pid: number; port: number };
  try {
    stale = JSON.parse(readFileSync(pidFile, 'utf8')) as { pid: number; port: number };
  } catch {
    return;
  }
  if (await answersAsEngine(stale.port)) {
    process.kill(stale.pid, 'SIGKILL');
    while (await answersAsEngine(stale.port)) await delay(10);
  }
  rmSync(pidFile, { force: true });
}

function answersAsEngine(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, timeout: 1000, agent: false }, (answer) => {
      answer.resume();
      resolve(String(answer.headers.server ?? '').startsWith('Dynoxide'));
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}

import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FromHost } from './host/messages.ts';
import type { Host, HostEvents } from './host.ts';
import type { LambdaFunction } from './lambda-function.ts';

export interface ChildOptions {
  fn: LambdaFunction;
  /** Its `process.env` from the first moment, for what reads it before any JavaScript runs. */
  variables: Record<string, string>;
  /** Opens a debugger for it. */
  inspect: boolean;
  /** Gets what native code writes past `process.stdout` and `process.stderr`, by line. */
  onLine(line: string): void;
}

/** How Lambda's runtime calls the signal that ended a process. */
const signalNames: Record<string, string> = {
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGTERM: 'terminated',
};

/** A process of its own for one environment, with the same entry and messages as a thread. */
export function makeChildHost(
  { fn, variables, inspect, onLine }: ChildOptions,
  { onMessage, onGone }: HostEvents,
): Host {
  const child = fork(join(import.meta.dirname, 'host', 'host-entry.ts'), [], {
    cwd: fn.root,
    env: { ...startVariables(), ...variables },
    execArgv: ['--no-warnings', ...(inspect ? ['--inspect=127.0.0.1:0'] : [])],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let reason: string | undefined;
  const host: Host = {
    kind: 'child',
    load: 0,
    environments: 0,
    gone: false,
    post: (message) => void (child.connected && child.send(message, () => undefined)),
    probe() {},
    kill(why) {
      reason ??= why;
      host.gone = true;
      child.kill('SIGKILL');
      return ended;
    },
  };
  child.on('message', (message: FromHost) => onMessage(message, host));
  child.on('error', (error) => {
    reason ??= error.message;
  });
  child.on('close', (code, signal) => {
    host.gone = true;
    onGone(host, reason ?? exitOf(code, signal));
  });
  readLines(child, onLine);
  return host;
}

/** Shared by the sandbox's own processes; none of it reaches the function's code. */
function startVariables(): Record<string, string> {
  const names = [
    'NODE_COMPILE_CACHE',
    'MALLOC_ARENA_MAX',
    'MALLOC_MMAP_THRESHOLD_',
    'MALLOC_TRIM_THRESHOLD_',
  ];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function exitOf(code: number | null, signal: string | null): string {
  return signal === null ? `exit status ${code}` : `signal: ${signalNames[signal] ?? signal}`;
}

function readLines({ stdout, stderr }: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [stdout, stderr]) if (stream) readStream(stream, onLine);
}

function readStream(stream: Readable, onLine: (line: string) => void): void {
  let tail = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (tail + chunk).split('\n');
    tail = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onLine(line);
  });
}

import { EventEmitter } from 'node:events';
import type { Writable } from 'node:stream';

export interface OwnProcessOptions {
  env: Record<string, string | undefined>;
  /** What `cwd()` answers; relative file names in `fs` calls still start from the sandbox's own folder. */
  root: string;
  stdout: Writable;
  stderr: Writable;
  /** Called instead of ending the sandbox. */
  onExit(code: number): void;
}

/** `process` of one environment: own variables, streams, listeners and exit; the rest is the real one's. */
export function ownProcess({ env, root, stdout, stderr, onExit }: OwnProcessOptions): NodeJS.Process {
  const own: NodeJS.Process = Object.create(process);
  Reflect.apply(EventEmitter, own, []);
  const exit = processExit(own, onExit);
  const values = {
    env,
    exitCode: undefined,
    exit,
    reallyExit: exit,
    abort: () => exit(134),
    kill(pid: number, signal?: string | number) {
      return pid === process.pid && signal !== 0 ? exit(137) : process.kill(pid, signal);
    },
    cwd: () => root,
    stdout,
    stderr,
    emitWarning(warning: string | Error, options?: string | { type?: string; code?: string }) {
      const type = typeof options === 'string' ? options : (options?.type ?? 'Warning');
      stderr.write(
        `(node:${process.pid}) ${warning instanceof Error ? String(warning) : `${type}: ${warning}`}\n`,
      );
    },
  };
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(own, name, { value, writable: true, configurable: true, enumerable: true });
  }
  return own;
}

/** @returns a `process.exit` that ends the environment instead of its host */
export function processExit(own: NodeJS.Process, onExit: (code: number) => void): (code?: unknown) => never {
  return (code) => {
    onExit(Number(code ?? own.exitCode ?? 0));
    throw new Error('process.exit() has ended this function environment');
  };
}

import { AsyncLocalStorage } from 'node:async_hooks';
import type { InvokeMessage } from './messages.ts';

/** One function environment inside a host: one instance of the code, one invocation at a time. */
export interface Environment {
  id: number;
  invoke(message: InvokeMessage): Promise<void>;
  /** What escaped from the code ends the environment. */
  crash(error: unknown, heading: string): void;
  /** Silences it: its timers stop, what it logs or answers from now on goes nowhere. */
  end(): void;
  /** Told of what the code asks for, and only a child can give. @throws Error while the code is being loaded */
  needsChild(why: string): void;
  /** Answers `import()` in the environment's CommonJS files. */
  importFrom(specifier: string, filename: string): Promise<unknown>;
}

/** Tells to which environment of a host running code, a stray rejection or an exception belongs. */
export const current = new AsyncLocalStorage<Environment>();

import type { Writable } from 'node:stream';

/** What the code of one environment finds around it. */
export interface Realm {
  /** Runs the file that holds the handler. @returns its exports */
  load(file: string, esm: boolean): unknown;
  /** `JSON.parse` whose objects are of this realm. */
  parse(json: string): unknown;
  /** The code's `process.env`. */
  variables: Record<string, string | undefined>;
  /** What `import()` in a CommonJS file gives, where Node itself does not answer it. */
  importFrom(specifier: string, filename: string): Promise<unknown>;
  /** Stops what the code has set going. */
  end(): void;
}

export interface RealmOptions {
  /** Absolute folder of the function's code. */
  root: string;
  variables: Record<string, string>;
  stdout: Writable;
  stderr: Writable;
  console: Console;
  /** Called instead of ending the host. */
  onExit(code: number): void;
}

export interface Realms {
  make(options: RealmOptions): Realm;
  /** Keeps compiled code for the next host; called when an invocation is over. */
  saveCompiled(): void;
}

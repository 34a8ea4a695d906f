import { types } from 'node:util';

/** An error of the runtime itself, whose name is what Lambda calls `errorType`. */
export class RuntimeError extends Error {
  constructor(name: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = name;
    if (isError(cause) && cause.stack) this.stack = cause.stack;
  }
}

/** Also for an error of another realm, whose class is not this one's `Error`. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

/** What Lambda answers when a function fails: JSON text of `{ errorType, errorMessage, trace }`. */
export function errorDocument(error: unknown): string {
  if (!isError(error))
    return JSON.stringify({ errorType: typeof error, errorMessage: String(error), trace: [] });
  return JSON.stringify({
    errorType: error.name,
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n'),
  });
}

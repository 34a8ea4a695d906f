/** An error of the runtime itself, whose name is what Lambda calls `errorType`. */
export class RuntimeError extends Error {
  constructor(name: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = name;
    if (cause instanceof Error && cause.stack) this.stack = cause.stack;
  }
}

/** What Lambda answers when a function fails: JSON text of `{ errorType, errorMessage, trace }`. */
export function errorDocument(error: unknown): string {
  if (!(error instanceof Error)) {
    return JSON.stringify({ errorType: typeof error, errorMessage: String(error), trace: [] });
  }
  return JSON.stringify({
    errorType: error.name,
    errorMessage: explained(error),
    trace: (error.stack ?? '').split('\n'),
  });
}

/** Node's own message says neither that `import()` is the matter nor what to do. */
function explained(error: Error): string {
  const code: unknown = 'code' in error ? error.code : undefined;
  if (code !== 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING') return error.message;
  return 'The sandbox runs CommonJS without import(): bundle with dynamic import unsupported (esbuild: supported: { "dynamic-import": false }), or ship an ES module.';
}

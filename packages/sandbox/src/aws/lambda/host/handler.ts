import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RuntimeError } from './error-document.ts';
import { inModulePackage } from './package-scope.ts';

export type Handler = (
  event: unknown,
  context: unknown,
  callback?: (error?: unknown, result?: unknown) => void,
) => unknown;

/**
 * Where `folder/file.export` lies.
 * @throws RuntimeError `Runtime.MalformedHandlerName`, `Runtime.ImportModuleError`
 */
export function locateHandler(
  root: string,
  handler: string,
): { file: string; exportPath: string[]; esm: boolean } {
  const match = /^((?:.*\/)?[^/.]+)\.(.+)$/.exec(handler);
  const [, module, names] = match ?? [];
  if (!module || !names || module.includes('..'))
    throw new RuntimeError('Runtime.MalformedHandlerName', `Bad handler ${handler}`);
  for (const extension of ['.js', '.mjs', '.cjs']) {
    const file = join(root, module + extension);
    if (!existsSync(file)) continue;
    const esm = extension === '.mjs' || (extension === '.js' && inModulePackage(root, root));
    return { file, exportPath: names.split('.'), esm };
  }
  throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
}

/** @throws RuntimeError `Runtime.HandlerNotFound`, `Runtime.CallbackHandlerDeprecated` */
export function pickHandler(
  exports: unknown,
  exportPath: string[],
  name: string,
  callbacksAllowed: boolean,
): Handler {
  let found = exports;
  for (const key of exportPath) {
    found =
      typeof found === 'object' || typeof found === 'function' ? Reflect.get(found ?? {}, key) : undefined;
  }
  if (found === undefined)
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (!isHandler(found)) throw new RuntimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  if (found.length >= 3 && !callbacksAllowed) {
    const message = 'Node.js 24 and later have no callback-based function handlers: make the handler async';
    throw new RuntimeError('Runtime.CallbackHandlerDeprecated', message);
  }
  return found;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

/** Runs an async handler, a callback handler or one that returns its answer at once. */
export function callHandler(handler: Handler, event: unknown, context: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const usesCallback = handler.length >= 3;
    const result = handler(
      event,
      context,
      usesCallback ? (error, answer) => (error ? reject(error) : resolve(answer)) : undefined,
    );
    if (!usesCallback || isThenable(result)) resolve(result);
  });
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value;
}

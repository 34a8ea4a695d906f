import { constants, createContext, Script } from 'node:vm';
import { dynamicImport } from './dynamic-import.ts';
import { moduleLoader, saveCompiled } from './module-loader.ts';
import { ownBuiltins } from './own-builtins.ts';
import { ownProcess } from './own-process.ts';
import { ownTimers } from './own-timers.ts';
import type { Realm, RealmOptions, Realms } from './realm.ts';
import { awsLambda } from './response-streaming.ts';

/**
 * A realm of its own for one of the many environments of a thread: own `globalThis`, own `Object`, `Array`, `Error` and
 * all else that the language brings, own `process`, `console`, timers and copies of Node's modules.
 * Not handled: the classes that Node itself brings (`Buffer`, `URL`, `EventEmitter`, streams) are the thread's.
 */
function make({ root, variables, stdout, stderr, console, onExit }: RealmOptions): Realm {
  const context = createContext(constants.DONT_CONTEXTIFY);
  const timers = ownTimers();
  const env: Record<string, string | undefined> = { ...variables };
  const process = ownProcess({ env, root, stdout, stderr, onExit });
  addNodeGlobals(context, { process, console, ...timers.globals, global: context, awslambda: awsLambda });
  knowThreadsInstances.runInContext(context)(globalThis);
  const builtins = ownBuiltins({
    process,
    console,
    timers: { ...timers.globals, promises: timers.promises },
    'timers/promises': timers.promises,
  });
  const parse = parser.runInContext(context);
  const loader = moduleLoader(root, context, builtins.find, parse);
  return {
    variables: env,
    load: loader.load,
    parse,
    importFrom: dynamicImport(root, context, loader, builtins.find),
    end() {
      timers.clear();
      builtins.end();
    },
  };
}

export const threadRealms: Realms = { make, saveCompiled };

const parser = new Script('JSON.parse');

/** What Node adds to the language: `Buffer`, `URL`, `fetch` and so on. Some are made only when they are asked for. */
function addNodeGlobals(context: object, own: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(own))
    Object.defineProperty(context, key, { value, writable: true, configurable: true, enumerable: false });
  for (const key of Reflect.ownKeys(globalThis)) {
    if (Object.hasOwn(context, key)) continue;
    const found = Object.getOwnPropertyDescriptor(globalThis, key);
    if (found) Object.defineProperty(context, key, 'value' in found ? found : deferred(key, found));
  }
}

function deferred(key: PropertyKey, { enumerable = false }: PropertyDescriptor): PropertyDescriptor {
  return {
    configurable: true,
    enumerable,
    get: () => Reflect.get(globalThis, key),
    set(this: object, value: unknown) {
      Object.defineProperty(this, key, { value, writable: true, configurable: true, enumerable });
    },
  };
}

/**
 * What Node hands out (errors of system calls, buffers, promises) is made of the thread's own classes, and still has to
 * be an `Error`, `Uint8Array` or `Promise` to the function.
 */
const knowThreadsInstances = new Script(`(function (thread) {
  const ordinary = Function.prototype[Symbol.hasInstance];
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const own = globalThis[name];
    const theirs = thread[name];
    if (typeof own !== 'function' || typeof theirs !== 'function' || !own.prototype || own === theirs) continue;
    Object.defineProperty(own, Symbol.hasInstance, {
      configurable: true,
      writable: true,
      value(it) {
        return ordinary.call(this, it) || (this === own && it instanceof theirs);
      },
    });
  }
})`);

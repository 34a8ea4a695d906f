import async_hooks from 'node:async_hooks';
import { constants, createContext, Script } from 'node:vm';
import { current } from './current-environment.ts';
import { dynamicImport } from './dynamic-import.ts';
import { moduleLoader, saveCompiled } from './module-loader.ts';
import { ownBuiltins } from './own-builtins.ts';
import { ownPerformance } from './own-clock.ts';
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
  // Before Node's own are there, which it would look at, and so make, one by one.
  knowThreadsInstances.runInContext(context)(globalThis);
  const performance = ownPerformance();
  addNodeGlobals(context, {
    ...{ process, console, performance, global: context, awslambda: awsLambda },
    ...timers.globals,
  });
  const builtins = ownBuiltins({
    process,
    console,
    timers: { ...timers.globals, promises: timers.promises },
    'timers/promises': timers.promises,
    async_hooks: { ...async_hooks, createHook: hookOfChild },
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

/** Its hooks would be called for all environments of the thread, and none of them could be broken any more (thread-host.ts). */
function hookOfChild(callbacks: async_hooks.HookCallbacks): async_hooks.AsyncHook {
  current
    .getStore()
    ?.needsChild('hooks for all that is asynchronous in one function (async_hooks.createHook)');
  return async_hooks.createHook(callbacks);
}

const parser = new Script('JSON.parse');

/**
 * What Node adds to the language: `Buffer`, `URL`, `fetch` and so on. It makes some only when they are asked for, or
 * merely described, and `WebSocket` brings a whole HTTP client; so each waits here, too, for whoever asks first.
 */
function addNodeGlobals(context: object, own: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(own))
    Object.defineProperty(context, key, { value, writable: true, configurable: true, enumerable: false });
  for (const key of Reflect.ownKeys(globalThis)) {
    if (Object.hasOwn(context, key)) continue;
    const enumerable = Object.prototype.propertyIsEnumerable.call(globalThis, key);
    const keep = (value: unknown): unknown => {
      Object.defineProperty(context, key, { value, writable: true, configurable: true, enumerable });
      return value;
    };
    const get = (): unknown => keep(Reflect.get(globalThis, key));
    Object.defineProperty(context, key, { get, set: keep, enumerable, configurable: true });
  }
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

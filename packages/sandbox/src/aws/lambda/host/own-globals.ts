/**
 * `globalThis` of one environment: what the code sets on it stays here, what it does not find comes from the thread.
 * Not handled: a property that was set on it is not seen as a bare name.
 */
export function ownGlobals(values: Record<string, unknown>): typeof globalThis {
  const own: Record<PropertyKey, unknown> = { ...values };
  const proxy: typeof globalThis = new Proxy(globalThis, {
    get: (real, key) => (Object.hasOwn(own, key) ? own[key] : Reflect.get(real, key, real)),
    set(_real, key, value) {
      own[key] = value;
      return true;
    },
    has: (real, key) => Object.hasOwn(own, key) || Reflect.has(real, key),
    deleteProperty(_real, key) {
      delete own[key];
      return true;
    },
    defineProperty(_real, key, descriptor) {
      Object.defineProperty(own, key, { ...descriptor, configurable: true });
      return true;
    },
    getOwnPropertyDescriptor(real, key) {
      const found = Object.getOwnPropertyDescriptor(own, key) ?? Object.getOwnPropertyDescriptor(real, key);
      return found && { ...found, configurable: true };
    },
    ownKeys: (real) => [...new Set([...Reflect.ownKeys(real), ...Reflect.ownKeys(own)])],
  });
  own.globalThis = proxy;
  own.global = proxy;
  return proxy;
}

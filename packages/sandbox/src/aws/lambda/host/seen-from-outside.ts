import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { current } from './current-environment.ts';

const running = 'lambda-host.running-environment';
const collect = 'lambda-host.collect-garbage';

/** An expression that gives the id of the environment whose code a thread runs at this moment. */
export const runningEnvironment = `globalThis[Symbol.for('${running}')]?.()`;

/** An expression that frees what nothing in a thread refers to. */
export const collectGarbage = `globalThis[Symbol.for('${collect}')]?.()`;

/** Lets these expressions be evaluated in this thread, in the middle of whatever it does. */
export function letLookInside(): void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  Object.defineProperty(globalThis, Symbol.for(running), { value: () => current.getStore()?.id });
  Object.defineProperty(globalThis, Symbol.for(collect), { value: gc });
}

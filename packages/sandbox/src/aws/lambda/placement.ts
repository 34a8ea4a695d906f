import { locateHandler } from './host/handler.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** Which functions get a child process instead of a place on a shared thread. */
export interface Placement {
  /** Native addon below its own code, ES module, debugger, or remembered. */
  needsChild(fn: LambdaFunction): boolean;
  /**
   * From now on, until the sandbox ends, the function gets children: it has blocked a thread, passed its size or asked
   * for a native addon or for hooks of all that is asynchronous.
   */
  remember(fn: LambdaFunction): void;
  isRemembered(fn: LambdaFunction): boolean;
  /** Whether a debugger was asked for. */
  inspected(fn: LambdaFunction): boolean;
}

/** @param inspect names or logical ids of functions that run under a debugger */
export function makePlacement(inspect: readonly string[]): Placement {
  const remembered = new Set<string>();
  const isRemembered = ({ name }: LambdaFunction): boolean => remembered.has(name);
  const inspected = ({ name, logicalId }: LambdaFunction): boolean =>
    inspect.includes(name) || inspect.includes(logicalId);
  return {
    isRemembered,
    inspected,
    needsChild: (fn) => isRemembered(fn) || fn.hasAddons || inspected(fn) || isModule(fn),
    remember: ({ name }) => void remembered.add(name),
  };
}

function isModule({ root, handler }: LambdaFunction): boolean {
  try {
    return locateHandler(root, handler).esm;
  } catch {
    // The host gives this error to the caller.
    return false;
  }
}

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What runs a function that is not Node.js: a process that asks the Runtime API for its invocations. */
export interface RuntimeProgram {
  command: string;
  args: string[];
  /** How it differs from what the template asks for. */
  instead?: string;
}

export const isNodejs = (runtime: string): boolean => /^nodejs\d+\.x$/.test(runtime);
const isPython = (runtime: string): boolean => /^python3\.\d+$/.test(runtime);
/** The function brings its runtime as a program, `bootstrap`. */
export const bringsRuntime = (runtime: string): boolean => /^provided(\.\w+)?$/.test(runtime);

/** The file that Lambda makes of code that stands in a template. */
export const inlineFile = (runtime: string): string => (isPython(runtime) ? 'index.py' : 'index.js');

/** @returns why functions of this runtime cannot run here; undefined when they can */
export function missingRuntime(runtime: string): string | undefined {
  if (isNodejs(runtime) || bringsRuntime(runtime)) return undefined;
  if (!isPython(runtime))
    return `is ${runtime}, and the sandbox runs Node.js, Python and provided.al2023 alone, such as nodejs24.x`;
  return pythonFor(runtime) ? undefined : `is ${runtime}, and there is no python3 on this machine’s PATH`;
}

/** @throws Error when `missingRuntime` says why */
export function programOf(runtime: string, root: string): RuntimeProgram {
  if (bringsRuntime(runtime)) return { command: join(root, 'bootstrap'), args: [] };
  const python = pythonFor(runtime);
  if (!python) throw new Error(`The runtime ${missingRuntime(runtime)}.`);
  return {
    command: python.path,
    // Without waiting to be read, and leaving no compiled files in the function's folder, which in Lambda is read-only.
    args: ['-u', '-B', join(import.meta.dirname, 'host', 'python', 'bootstrap.py')],
    ...(runtime !== `python${python.version}` && { instead: `Python ${python.version}` }),
  };
}

interface Python {
  path: string;
  version: string;
}

const found = new Map<string, Python | undefined>();

/** The version that is asked for, or else whichever `python3` there is. */
function pythonFor(runtime: string): Python | undefined {
  if (!found.has(runtime)) found.set(runtime, pythonAt(runtime) ?? pythonAt('python3'));
  return found.get(runtime);
}

/** A name on the PATH may stand for a program that chooses one; that one is called. */
function pythonAt(command: string): Python | undefined {
  const script = 'import sys; print(sys.executable); print("%d.%d" % sys.version_info[:2])';
  const { status, stdout } = spawnSync(command, ['-c', script], {
    encoding: 'utf8',
    env: process.env,
    windowsHide: true,
  });
  const [path, version] = status === 0 ? stdout.split(/\r?\n/) : [];
  return path && version?.startsWith('3.') ? { path, version } : undefined;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { root } from './repository.ts';

/** A check by a tool of its own. */
export interface Step {
  name: string;
  what: string;
  /** A script for Node, and its arguments. */
  command: string[];
}

/** Where to the words of steps go. */
type Print = (words: string | Buffer) => void;

/**
 * Runs steps side by side and prints what each says in one piece, in their order: of the first that is not done, while
 * it says it. When one fails, the others are ended, and it has the last word.
 * @returns the name of the step that failed
 */
export async function runTogether(
  steps: readonly Step[],
  print: Print = (words) => process.stdout.write(words),
): Promise<string | undefined> {
  // What one alone says need not be kept apart, and it may write as to a terminal.
  const running = steps.map((step) => start(step, print, steps.length === 1 ? 'inherit' : 'pipe'));
  const failed = await Promise.race([firstFailure(running), inOrder(running)]);
  if (!failed) return undefined;
  for (const { child } of running) child.kill();
  failed.show();
  return failed.step.name;
}

/** For ever under way when all pass. */
const firstFailure = (running: readonly Running[]): Promise<Running> =>
  new Promise((tell) => {
    for (const one of running) void one.code.then((code) => code !== 0 && tell(one));
  });

/** @returns the one that failed, as soon as it is its turn */
async function inOrder(running: readonly Running[]): Promise<Running | undefined> {
  for (const one of running) {
    one.show();
    if ((await one.code) !== 0) return one;
  }
  return undefined;
}

interface Running {
  step: Step;
  child: ChildProcess;
  code: Promise<number>;
  /** Prints what was said so far, and from now on at once. */
  show(): void;
}

function start(step: Step, print: Print, stdio: 'inherit' | 'pipe'): Running {
  const { name, what, command } = step;
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...command], {
    cwd: root,
    stdio,
    env: { ...(process.stdout.isTTY && { FORCE_COLOR: '1' }), ...process.env },
  });
  let kept: (string | Buffer)[] = [`\n▸ ${name} — ${what}\n`];
  let shown = false;
  const say = (words: string | Buffer): void => {
    if (shown) print(words);
    else kept.push(words);
  };
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', say);
  const code = new Promise<number>((resolve) =>
    child.on('close', (ended) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      say(ended === 0 ? `✓ ${name} (${seconds} s)\n` : `✗ ${name} failed after ${seconds} s.\n`);
      resolve(ended ?? 1);
    }),
  );
  return {
    ...{ step, child, code },
    show() {
      shown = true;
      for (const words of kept) print(words);
      kept = [];
    },
  };
}

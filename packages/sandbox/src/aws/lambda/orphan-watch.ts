import { type ChildProcess, spawn } from 'node:child_process';

/** Sees to it that no child outlives the sandbox, not even when it is killed. */
export interface OrphanWatch {
  /** Ends this process, too, when the sandbox ends before it. */
  add(child: ChildProcess): void;
  /** All children have ended. */
  stop(): void;
}

/**
 * Reads who lives, line by line, until the input closes, which it does when the sandbox ends, however that ends. Then it
 * kills what is left. Ctrl-C in the terminal is not meant for it.
 */
const script = `trap '' INT TERM HUP
alive=
while read -r what pid; do
  others=
  for one in $alive; do [ "$one" = "$pid" ] || others="$others $one"; done
  [ "$what" = born ] && alive="$others $pid" || alive=$others
done
[ -z "$alive" ] || kill -KILL $alive`;

/**
 * A shell for all children together, begun with the first one. A child ends by itself when its channel closes, unless its
 * code is in a loop: whoever ends that has to stand outside.
 * Windows has no such shell: there a child that loops is left when the sandbox is killed.
 */
export function makeOrphanWatch(): OrphanWatch {
  let shell: ChildProcess | undefined;

  function begin(): ChildProcess {
    const begun = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    begun.unref();
    // Without it everything works as before; only a killed sandbox may leave something behind.
    begun.on('error', () => undefined);
    begun.stdin?.on('error', () => undefined);
    return begun;
  }

  return {
    add(child) {
      if (process.platform === 'win32' || child.pid === undefined) return;
      shell ??= begin();
      const { stdin } = shell;
      stdin?.write(`born ${child.pid}\n`);
      child.once('exit', () => stdin?.write(`gone ${child.pid}\n`));
    },
    stop() {
      shell?.stdin?.end();
      shell = undefined;
    },
  };
}

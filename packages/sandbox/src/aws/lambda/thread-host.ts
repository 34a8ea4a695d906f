import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { FromHost, ToHost } from './host/messages.ts';
import { collectGarbage, runningEnvironment } from './host/seen-from-outside.ts';
import type { Host, HostEvents, Occupant } from './host.ts';
import type { ThreadDebugger } from './thread-debugger.ts';

const execArgv = [
  // To answer `import()` in the realm of one environment.
  ...['--experimental-vm-modules', '--experimental-import-meta-resolve'],
  '--no-warnings',
  // A callback of a timer that is broken does not take its id off Node's stack of them. Where that stack is checked, Node
  // then ends the whole process. Hooks that are enabled check it too, so code that makes some gets a child (unfit).
  '--no-force-async-hooks-checks',
];

/** Room for what all environments of a thread hold in JavaScript objects; beyond it the thread dies with all of them. */
const heapLimitMb = 2048;

/**
 * Of it, room for what is young. Unless told it grows to eight times as much, which hardly saves time, and is kept by each
 * thread (npm run bench:start).
 */
const youngLimitMb = 12;

/** Code below JavaScript keeps a thread from telling its processor time; so long it may be the machine that is busy. */
const muteMs = 2000;

/** How long a look at what runs may take in a thread that may have nothing to do. */
const glanceMs = 1000;

export interface ThreadLimits {
  /** A thread that has computed for so long without answering is blocked; its processor time counts, not the clock. */
  blockedMs: number;
  /** A thread that does not answer for so long by the clock, and cannot be looked into, is given up. */
  silentMs: number;
  /** Folder for compiled code of functions; none is kept without. */
  codeCache?: string | undefined;
}

/** A worker thread, which is quick to make and to talk to: the default. */
export function makeThreadHost(
  limits: ThreadLimits & { beats: SharedArrayBuffer },
  threads: ThreadDebugger,
  { onMessage, onGone }: HostEvents,
): Host {
  const compileCache = process.env.NODE_COMPILE_CACHE;
  const worker = new Worker(join(import.meta.dirname, 'host', 'host-entry.ts'), {
    argv: [],
    execArgv,
    env: { TZ: 'UTC', ...(compileCache && { NODE_COMPILE_CACHE: compileCache }) },
    workerData: { codeCache: limits.codeCache, beats: limits.beats },
    name: 'lambda-host',
    resourceLimits: { maxOldGenerationSizeMb: heapLimitMb, maxYoungGenerationSizeMb: youngLimitMb },
  });
  const { threadId } = worker;
  let reason = 'exit status 0';
  let restingBytes: number | undefined;
  let heardAtMs = 0;
  let stuck: Promise<boolean> | undefined;
  const pongs = new Set<() => void>();
  /** Called when it begins or ends an invocation: what does is not stuck, however much there is to do. */
  const moves = new Set<() => void>();

  const host: Host = {
    kind: 'thread',
    load: 0,
    environments: 0,
    gone: false,
    ready: false,
    silent: false,
    post: (message) => worker.postMessage(message),
    kill(why) {
      reason = why;
      host.gone = true;
      return worker.terminate();
    },
    activeMs: () => worker.performance.eventLoopUtilization().active,
    quietMs: () => host.activeMs() - heardAtMs,
    isStuck(ms) {
      stuck ??= staysQuiet(ms).finally(() => {
        stuck = undefined;
      });
      return stuck;
    },
    async usedBytes() {
      if (restingBytes === undefined || host.gone) return undefined;
      const { used_heap_size, external_memory } = await worker.getHeapStatistics();
      return Math.max(0, used_heap_size + external_memory - restingBytes);
    },
    peakBytes: ({ heapBytes }) => heapBytes,
    async liveBytes() {
      await threads.evaluate(threadId, collectGarbage, after(limits.silentMs)).catch(() => undefined);
      return host.usedBytes();
    },
    async occupant() {
      const answered = answer();
      const spent = computed(limits.blockedMs, limits.silentMs, answered);
      if (await Promise.race([answered.then(() => true), spent.then(() => false)])) return 'nothing';
      const giveUp = new AbortController();
      const looked = look(after(limits.silentMs, giveUp));
      const found = looked.then(
        (environment): Occupant => (environment === undefined ? 'unknown' : { environment }),
      );
      const occupant = await Promise.race([answered, found]);
      giveUp.abort();
      return occupant;
    },
    running: () => look(after(glanceMs)),
    interrupt: () =>
      threads.interrupt(threadId, after(limits.silentMs)).then(
        () => true,
        () => false,
      ),
  };

  function answer(): Promise<Occupant> {
    host.post({ type: 'ping' } satisfies ToHost);
    return new Promise((resolve) => pongs.add(() => resolve('nothing')));
  }

  function staysQuiet(ms: number): Promise<boolean> {
    const goesOn = new Promise<boolean>((resolve) => moves.add(() => resolve(false)));
    return Promise.race([goesOn, computed(ms, muteMs, goesOn).then(() => true)]);
  }

  /**
   * Resolves when the thread has computed for so long, or nobody needs to know any more; in code below JavaScript it
   * cannot tell, and the clock has to.
   */
  async function computed(ms: number, clockMs: number, needless: Promise<unknown>): Promise<void> {
    const end = new AbortController();
    void needless.then(() => end.abort());
    const spent = async (): Promise<void> => {
      const before = await usedMs();
      do await delay(ms / 10);
      while (!end.signal.aborted && !host.gone && (await usedMs()) - before < ms);
    };
    const waited = delay(clockMs, undefined, { signal: end.signal });
    // A thread that ends rejects the question.
    await Promise.race([spent(), waited]).catch(() => undefined);
    end.abort();
    waited.catch(() => undefined);
  }

  async function usedMs(): Promise<number> {
    const { user, system } = await worker.cpuUsage();
    return (user + system) / 1000;
  }

  async function look(giveUp: AbortSignal): Promise<number | undefined> {
    const found = await threads.evaluate(threadId, runningEnvironment, giveUp).catch(() => undefined);
    return typeof found === 'number' ? found : undefined;
  }

  worker.on('message', (message: FromHost) => {
    host.silent = false;
    if (message.type !== 'log') {
      heardAtMs = host.activeMs();
      for (const heard of moves) heard();
      moves.clear();
    }
    if (message.type === 'pong') {
      for (const pong of pongs) pong();
      pongs.clear();
    } else {
      if (message.type === 'ready') host.ready = true;
      const rests = message.type === 'ready' || (message.type === 'done' && host.load === 1);
      if (rests) restingBytes = message.heapBytes;
      onMessage(message, host);
    }
  });
  worker.on('error', (error) => {
    const code = 'code' in Object(error) ? Reflect.get(Object(error), 'code') : undefined;
    reason = code === 'ERR_WORKER_OUT_OF_MEMORY' ? outOfMemory : String(error);
  });
  worker.on('exit', () => {
    host.gone = true;
    onGone(host, reason);
  });
  return host;
}

/** Kept by its timer, which the signals that Node makes for this are not. */
function after(ms: number, controller = new AbortController()): AbortSignal {
  setTimeout(() => controller.abort(), ms).unref();
  return controller.signal;
}

/** Why a thread has ended whose environments together passed its heap. */
export const outOfMemory = 'signal: killed (out of memory)';

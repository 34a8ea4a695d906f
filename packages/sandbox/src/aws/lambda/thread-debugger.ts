import { Session } from 'node:inspector';
import * as z from 'zod';

/**
 * Looks into a worker thread that answers nobody, and breaks the code that keeps it: Node's inspector reaches a thread in
 * the middle of a loop. The thread and what else runs in it go on.
 * @see https://chromedevtools.github.io/devtools-protocol/v8/Runtime/
 */
export interface ThreadDebugger {
  /**
   * Evaluates an expression where the thread stands. While it is in code below JavaScript there is no answer: `giveUp`
   * ends the waiting.
   */
  evaluate(threadId: number, expression: string, giveUp: AbortSignal): Promise<unknown>;
  /** What runs now does not come back: no `catch` and no `finally` of it. */
  interrupt(threadId: number, giveUp: AbortSignal): Promise<void>;
}

const attached = z.object({
  params: z.object({ sessionId: z.string(), workerInfo: z.object({ title: z.string() }) }),
});
const detached = z.object({ params: z.object({ sessionId: z.string() }) });
const received = z.object({ params: z.object({ message: z.string() }) });
const answer = z.object({ id: z.number(), result: z.unknown() });
const evaluated = z.object({ result: z.object({ value: z.unknown().optional() }) });

let ofProcess: ThreadDebugger | undefined;

/**
 * To be called before there are threads. There is one session for all of them and for all time: one that begins while a
 * thread ends can end the process, since Node goes through its list of threads and calls JavaScript at each, in which the
 * thread that ends takes itself off the list.
 */
export function threadDebugger(): ThreadDebugger {
  ofProcess ??= makeThreadDebugger();
  return ofProcess;
}

function makeThreadDebugger(): ThreadDebugger {
  const session = new Session();
  /** By the id of a thread: that of its session, which Node tells some time after the thread has begun. */
  const sessionIds = new Map<number, PromiseWithResolvers<string>>();
  /** The same the other way round. */
  const threadIds = new Map<string, number>();
  const asked = new Map<number, (result: unknown) => void>();
  let lastId = 0;

  function sessionIdOf(threadId: number): PromiseWithResolvers<string> {
    const sessionId = sessionIds.get(threadId) ?? Promise.withResolvers<string>();
    sessionIds.set(threadId, sessionId);
    return sessionId;
  }

  session.connect();
  session.on('NodeWorker.attachedToWorker', (event) => {
    const { sessionId, workerInfo } = attached.parse(event).params;
    const threadId = Number(/^\[worker (\d+)\]/.exec(workerInfo.title)?.[1]);
    threadIds.set(sessionId, threadId);
    sessionIdOf(threadId).resolve(sessionId);
  });
  session.on('NodeWorker.detachedFromWorker', (event) => {
    const { sessionId } = detached.parse(event).params;
    const threadId = threadIds.get(sessionId);
    if (threadId !== undefined) sessionIds.delete(threadId);
    threadIds.delete(sessionId);
  });
  session.on('NodeWorker.receivedMessageFromWorker', (event) => {
    const { data } = answer.safeParse(JSON.parse(received.parse(event).params.message));
    if (data) asked.get(data.id)?.(data.result);
  });
  session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });

  /** @throws the signal's reason when it comes first */
  async function ask(
    threadId: number,
    method: string,
    params: object,
    giveUp: AbortSignal,
  ): Promise<unknown> {
    const id = ++lastId;
    const aborted = new Promise<never>((_, reject) =>
      giveUp.addEventListener('abort', () => reject(giveUp.reason), { once: true }),
    );
    try {
      const sessionId = await Promise.race([sessionIdOf(threadId).promise, aborted]);
      const answered = new Promise((resolve) => asked.set(id, resolve));
      session.post('NodeWorker.sendMessageToWorker', {
        sessionId,
        message: JSON.stringify({ id, method, params }),
      });
      return await Promise.race([answered, aborted]);
    } finally {
      asked.delete(id);
    }
  }

  return {
    async evaluate(threadId, expression, giveUp) {
      const result = await ask(threadId, 'Runtime.evaluate', { expression, returnByValue: true }, giveUp);
      return evaluated.parse(result).result.value;
    },
    async interrupt(threadId, giveUp) {
      await ask(threadId, 'Runtime.terminateExecution', {}, giveUp);
    },
  };
}

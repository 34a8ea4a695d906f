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
const received = z.object({ params: z.object({ message: z.string() }) });
const answer = z.object({ id: z.number().optional(), result: z.unknown().optional() });
const evaluated = z.object({ result: z.object({ value: z.unknown().optional() }) });

export function makeThreadDebugger(): ThreadDebugger {
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

/** Asks one question in a session of its own. @throws the signal's reason when it comes first */
async function ask(threadId: number, method: string, params: object, giveUp: AbortSignal): Promise<unknown> {
  const session = new Session();
  session.connect();
  try {
    return await new Promise((resolve, reject) => {
      giveUp.addEventListener('abort', () => reject(giveUp.reason), { once: true });
      session.on('NodeWorker.attachedToWorker', (event) => {
        const { sessionId, workerInfo } = attached.parse(event).params;
        // The id that comes with it is another in each session.
        if (!workerInfo.title.startsWith(`[worker ${threadId}]`)) return;
        const message = JSON.stringify({ id: 1, method, params });
        session.post('NodeWorker.sendMessageToWorker', { sessionId, message });
      });
      session.on('NodeWorker.receivedMessageFromWorker', (event) => {
        const { id, result } = answer.parse(JSON.parse(received.parse(event).params.message));
        if (id === 1) resolve(result);
      });
      session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
    });
  } finally {
    session.disconnect();
  }
}

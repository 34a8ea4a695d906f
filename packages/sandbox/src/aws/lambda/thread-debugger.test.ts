import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { threadDebugger } from './thread-debugger.ts';

const threads = threadDebugger();
const giveUp = new AbortController();
afterEach(() => giveUp.abort());

/** A thread that has something to do. */
async function begin(): Promise<Worker> {
  const worker = new Worker('globalThis.name = "busy"; setInterval(() => undefined, 1);', { eval: true });
  await once(worker, 'online');
  return worker;
}

describe('threadDebugger', () => {
  // A race: with a session for each look this process died in two runs of five.
  it('looks into one thread while others begin and end', async () => {
    const looked = await begin();
    let done = false;
    const others = [1, 2, 3, 4].map(async (ms) => {
      while (!done) {
        const other = await begin();
        await delay(ms);
        void other.terminate();
      }
    });
    for (let look = 0; look < 1000; look++)
      expect(await threads.evaluate(looked.threadId, 'globalThis.name', giveUp.signal)).toBe('busy');
    done = true;
    await Promise.all([looked.terminate(), ...others]);
  });

  it('gives up when it is told to', async () => {
    const { threadId } = new Worker('', { eval: true });
    const ended = new AbortController();
    const looked = threads.evaluate(threadId + 1, 'globalThis.name', ended.signal);
    ended.abort(new Error('has waited enough'));
    await expect(looked).rejects.toThrow('has waited enough');
  });
});

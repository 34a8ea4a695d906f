import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { threadDebugger } from './thread-debugger.ts';

const threads = threadDebugger();
const giveUp = new AbortController();
afterEach(() => giveUp.abort());

/** A thread that has something to do. */
const begin = (code: string): Worker =>
  new Worker(`${code}; setInterval(() => undefined, 1);`, { eval: true });

describe('threadDebugger', () => {
  // A race: with a session for each look this process died in three runs of eight.
  it('looks into one thread while others begin and end', async () => {
    const looked = begin(
      `globalThis.name = 'busy'; require('node:worker_threads').parentPort.postMessage('begun')`,
    );
    await once(looked, 'message');
    let done = false;
    const others = [1, 2, 3, 4].map(async (ms) => {
      while (!done) {
        const other = begin('');
        await once(other, 'online');
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

import path from 'node:path';
import { Worker } from 'node:worker_threads';

export interface DecodedPicture {
  data: Uint8Array;
  widthPx: number;
  heightPx: number;
  channels: 3 | 4;
}

/** Several times as long as the largest picture takes with one whole processor, and less than the function has. */
const timeLimitMs = 45_000;
/** More than the largest picture needs; a file that says less than its data hold ends here. */
const memoryBytes = 640 * 2 ** 20;

/** Beside this file, with the same ending: it is built as this one is. */
const threadFile = path.join(import.meta.dirname, `heif-decoder.thread${path.extname(import.meta.filename)}`);

/**
 * Decodes a HEIC picture with libheif-js (WebAssembly): in a fresh thread, which ends with it or at its time limit, so
 * that nothing of one picture is left when the next one comes.
 * @throws Error when it cannot be decoded
 */
export function decodeHeif(file: Uint8Array, limits = { timeLimitMs, memoryBytes }): Promise<DecodedPicture> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(threadFile, {
      workerData: { file, memoryBytes: limits.memoryBytes },
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    let end: () => void = () => reject(new Error('The decoder ended without a picture.'));
    const timer = setTimeout(() => {
      end = () => reject(new Error('The picture takes too long to decode.'));
      void thread.terminate();
    }, limits.timeLimitMs);
    thread.once('message', (picture: DecodedPicture) => {
      end = () => resolve(picture);
      void thread.terminate();
    });
    thread.once('error', (error) => {
      end = () => reject(error);
    });
    // Only then is its memory free again.
    thread.once('exit', () => {
      clearTimeout(timer);
      end();
    });
  });
}

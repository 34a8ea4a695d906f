import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';

/** What every process of a function has in common, whoever wrote its code. */

/** How Lambda's runtime calls the signal that ended a process. */
const signalNames: Record<string, string> = {
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGTERM: 'terminated',
};

export function exitOf(code: number | null, signal: string | null): string {
  return signal === null ? `exit status ${code}` : `signal: ${signalNames[signal] ?? signal}`;
}

/**
 * Of a process that does not tell it itself: now, or the most that it came to, which only Linux knows. On Windows nobody
 * tells.
 */
export function residentBytes(pid: number, which: 'now' | 'most' = 'now'): number | undefined {
  try {
    if (process.platform === 'linux') {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      return kibibytes((which === 'now' ? /^VmRSS:\s+(\d+)/m : /^VmHWM:\s+(\d+)/m).exec(status)?.[1]);
    }
    if (process.platform === 'win32') return undefined;
    return kibibytes(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim());
  } catch {
    // It has ended.
    return undefined;
  }
}

const kibibytes = (text: string | undefined): number | undefined => (text ? Number(text) * 1024 : undefined);

/** Each line that is written, by whatever code. */
export function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  let tail = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const lines = (tail + chunk).split('\n');
    tail = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onLine(line);
  });
  stream?.on('end', () => {
    if (tail !== '') onLine(tail);
  });
}

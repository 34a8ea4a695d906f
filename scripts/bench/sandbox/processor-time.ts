import { readFileSync } from 'node:fs';

/** Linux tells processor time in hundredths of a second, on every machine that it runs on today. */
const msPerTick = 10;

/**
 * Processor time that the main thread of a process has used, in milliseconds: the thread whose number is the process's.
 * @returns NaN where there is no /proc
 */
export function mainThreadMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * msPerTick;
  } catch {
    return Number.NaN;
  }
}

/**
 * Processor time of this process with all its threads, and of the processes that it has started and that have ended, in milliseconds.
 * @returns NaN where there is no /proc
 */
export function processorMs(): number {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) * msPerTick;
  } catch {
    return Number.NaN;
  }
}

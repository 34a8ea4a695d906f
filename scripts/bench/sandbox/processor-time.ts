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

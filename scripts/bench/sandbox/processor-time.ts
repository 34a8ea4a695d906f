import { readFileSync } from 'node:fs';

/** Linux tells processor time in hundredths of a second, on every machine that it runs on today. */
const msPerTick = 10;
/** Where, behind the name, time in programs and in the system stands. */
const own = [11, 12];
const ofEndedChildren = [13, 14];

/**
 * Processor time that the main thread of a process has used, in milliseconds: the thread whose number is the process's.
 * @returns NaN where there is no /proc
 */
export const mainThreadMs = (pid: number): number => usedMs(`/proc/${pid}/task/${pid}/stat`, own);

/**
 * Processor time of this process with all its threads, and of the processes that it has started and that have ended, in milliseconds.
 * @returns NaN where there is no /proc
 */
export const processorMs = (): number => usedMs('/proc/self/stat', [...own, ...ofEndedChildren]);

function usedMs(file: string, places: readonly number[]): number {
  try {
    // The second field is a name, which may hold spaces.
    const fields = readFileSync(file, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return places.reduce((sum, at) => sum + Number(fields[at]), 0) * msPerTick;
  } catch {
    return Number.NaN;
  }
}

import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Peak of the resident memory of this process in MB, since it began or since `forget`. Linux tells it in
 * /proc/self/status; `resourceUsage().maxRSS` would include the process that started this one, as it was at the fork.
 * https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
export function peakMemoryMb(): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

/** Lets the peak begin anew at what is in use now. https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html */
export function forgetPeakMemory(): void {
  writeFileSync('/proc/self/clear_refs', '5');
}

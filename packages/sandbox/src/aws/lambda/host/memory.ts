import { readFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';
import { isMainThread } from 'node:worker_threads';

/** What this thread, or the main thread of this process, holds: `heapBytes` is objects and buffers, `bufferBytes` buffers. */
export function heapSize(): { heapBytes: number; bufferBytes: number } {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return { heapBytes: used_heap_size + external_memory, bufferBytes: external_memory };
}

/**
 * The largest resident size of a child so far; threads share theirs, so for one it says nothing. Linux counts in `maxRSS`
 * also the process that forked it.
 */
export function peakRssBytes(): number | undefined {
  if (!isMainThread) return undefined;
  const maxRssKib = process.resourceUsage().maxRSS;
  if (process.platform !== 'linux') return maxRssKib * 1024;
  const peak = /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(peak ?? maxRssKib) * 1024;
}

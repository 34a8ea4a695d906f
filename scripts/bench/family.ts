import { readdirSync, readFileSync } from 'node:fs';

/** A process and what it has cost so far. */
export interface Member {
  pid: number;
  name: string;
  /** Its share of memory: pages that several processes hold count for each by its part (PSS). */
  mebibytes: number;
  /** Processor time of its own and of children that have ended, in milliseconds. */
  cpuMs: number;
}

/** Linux counts processor time in hundredths of a second, whatever the machine. */
const tickMs = 10;

/** A process and all that it started, as /proc tells it: Linux alone. */
export function familyOf(rootPid: number): Member[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map((entry) => [Number(entry), Number(field(read(Number(entry), 'status'), 'PPid'))]),
  );
  const family = new Set([rootPid]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family].filter((pid) => parents.has(pid)).map(member);
}

export const sumOf = (members: readonly Member[], what: 'mebibytes' | 'cpuMs'): number =>
  members.reduce((sum, one) => sum + one[what], 0);

function member(pid: number): Member {
  // After the name, which may hold spaces: state, parent, …; 11 and 12 are the own time, 13 and 14 that of ended children.
  const times = read(pid, 'stat').split(') ').at(-1)?.split(' ').slice(11, 15) ?? [];
  return {
    pid,
    name: field(read(pid, 'status'), 'Name'),
    mebibytes: Number(field(read(pid, 'smaps_rollup'), 'Pss')) / 1024,
    cpuMs: times.reduce((sum, ticks) => sum + Number(ticks) * tickMs, 0),
  };
}

const field = (text: string, name: string): string =>
  new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(text)?.[1] ?? '0';

/** @returns nothing of a process that has ended */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const wholeProcessorMb = 1769;
/** How often the share of a processor is renewed. AWS does not say how often Lambda does it. */
const periodMicroseconds = 20_000;

const mountedAt = '/sys/fs/cgroup';

/** By the folder below the mount, then by file. */
type Limits = Record<string, Record<string, string>>;

/**
 * What Lambda gives a function of this memory, as files of a Linux control group: one set for each generation. The
 * share is its own: whatever else the machine does comes second.
 */
function limitsOf(memoryMb: number): Record<'first' | 'second', Limits> {
  const quota = Math.round((memoryMb / wholeProcessorMb) * periodMicroseconds);
  const bytes = String(memoryMb * 2 ** 20);
  return {
    // https://docs.kernel.org/admin-guide/cgroup-v2.html
    second: {
      '': { 'cpu.weight': '10000', 'cpu.max': `${quota} ${periodMicroseconds}`, 'memory.max': bytes },
    },
    // https://docs.kernel.org/admin-guide/cgroup-v1/
    first: {
      cpu: {
        'cpu.shares': '262144',
        'cpu.cfs_period_us': String(periodMicroseconds),
        'cpu.cfs_quota_us': String(quota),
      },
      memory: { 'memory.limit_in_bytes': bytes },
    },
  };
}

/**
 * Runs a command with the memory and the processor's share of a function of this size.
 * @param run gets the command that enters the group first; the group is gone when its promise is settled
 * @throws Error when this process may not make control groups: it takes root, on Linux
 */
export async function withMemorySize<Result>(
  memoryMb: number,
  command: string[],
  run: (command: string[]) => Promise<Result>,
): Promise<Result> {
  const isSecond = existsSync(path.join(mountedAt, 'cgroup.controllers'));
  const limits = limitsOf(memoryMb)[isSecond ? 'second' : 'first'];
  const groups: string[] = [];
  try {
    for (const [controller, files] of Object.entries(limits)) {
      const group = path.join(mountedAt, controller, `shutterbus-bench-${process.pid}`);
      if (isSecond) writeFileSync(path.join(mountedAt, 'cgroup.subtree_control'), '+cpu +memory');
      mkdirSync(group);
      groups.push(group);
      for (const [name, value] of Object.entries(files)) writeFileSync(path.join(group, name), value);
    }
    const enter = groups.map((group) => `echo $$ > ${group}/cgroup.procs`).join(' && ');
    return await run(['sh', '-c', `${enter} && exec "$@"`, 'sh', ...command]);
  } finally {
    for (const group of groups) rmdirSync(group);
  }
}

/** @returns why there can be no control groups here, or nothing when there can */
export async function withoutControlGroups(): Promise<string | undefined> {
  try {
    await withMemorySize(wholeProcessorMb, [], async () => undefined);
    return undefined;
  } catch (error) {
    const groups = existsSync('/proc/self/cgroup')
      ? readFileSync('/proc/self/cgroup', 'utf8').trim()
      : 'none';
    return `It needs control groups that it may write: root, on Linux (${String(error)}; this process is in ${groups}).`;
  }
}

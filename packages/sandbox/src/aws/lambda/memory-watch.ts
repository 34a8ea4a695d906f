import type { Host } from './host.ts';
import type { PooledEnvironment } from './invocation.ts';
import type { Placement } from './placement.ts';

/** Looks at the memory of hosts while something runs in them. */
export interface MemoryWatch {
  /** Call it when an invocation begins; the looking ends by itself. */
  begin(): void;
}

const everyMs = 100;
/** Who runs in so many looks, one after the other, is who grows. */
const looks = 3;

/**
 * @param busy the environments that run an invocation now
 * @param onPassed told of the environment that has passed its function's size, in bytes
 */
export function makeMemoryWatch(
  busy: () => PooledEnvironment[],
  placement: Placement,
  onPassed: (environment: PooledEnvironment, bytes: number) => void,
): MemoryWatch {
  /** What a thread may hold before it is looked at again: nobody could be found who grows. */
  const tolerated = new WeakMap<Host, number>();
  const underWay = new Set<Host>();
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    const byHost = Map.groupBy(busy(), ({ host }) => host);
    if (byHost.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
    for (const host of byHost.keys()) {
      if (underWay.has(host)) continue;
      underWay.add(host);
      lookAt(host)
        // The host has ended meanwhile.
        .catch(() => undefined)
        .finally(() => underWay.delete(host));
    }
  }

  const suspects = (host: Host, bytes: number): PooledEnvironment[] =>
    busy().filter((one) => one.host === host && bytes > one.target.fn.memoryMb * 2 ** 20);

  async function lookAt(host: Host): Promise<void> {
    const usedBytes = await host.usedBytes();
    if (usedBytes === undefined || usedBytes <= (tolerated.get(host) ?? 0)) return;
    if (suspects(host, usedBytes).length === 0) return;
    const liveBytes = (await host.liveBytes()) ?? 0;
    const found = suspects(host, liveBytes);
    const grown = host.load === 1 ? found[0] : await whoRuns(host, found);
    if (grown?.invocation) return onPassed(grown, liveBytes);
    tolerated.set(host, 2 * Math.max(liveBytes, usedBytes));
    for (const { target } of found) placement.remember(target.fn);
  }

  async function whoRuns(host: Host, found: PooledEnvironment[]): Promise<PooledEnvironment | undefined> {
    const ids: (number | undefined)[] = [];
    for (let i = 0; i < looks && found.length > 0; i++) ids.push(await host.running());
    return found.find(({ id }) => ids.every((seen) => seen === id));
  }

  return {
    begin() {
      timer ??= setInterval(look, everyMs).unref();
    },
  };
}

import type { MetricSink, Moment } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import { percentile } from './percentile.ts';

/** A metric, as alarms and readers name it. */
export interface MetricName {
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
}

/** `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount`, or a percentile: `p99`, `p99.9`. */
export type Statistic = string;

/** `real`: milliseconds since the epoch, for readers. `aws`: readings of the judging clock, for alarms. */
export type Timeline = keyof Moment;

/** Measured values in memory: of the last hours, and not beyond the end of the process. */
export interface MetricStore extends MetricSink {
  /**
   * One value with the time that it belongs to, in milliseconds since the epoch.
   * @param count how often it was measured; 1 unless told
   */
  add(metric: MetricName, value: number, at: number, count?: number): void;
  /** Statistic of the values from `from` up to, not including, `to`; undefined when there are none. */
  read(
    metric: MetricName,
    statistic: Statistic,
    from: number,
    to: number,
    timeline?: Timeline,
  ): number | undefined;
  list(): MetricName[];
  /** Calls back after every value. */
  onValue(callback: () => void): void;
}

/** A value, and how often it was measured. */
interface Weighted {
  value: number;
  count: number;
}

interface Series extends MetricName {
  /** Oldest first, but for what comes late. */
  samples: (Moment & Weighted)[];
}

const keptMs = 3 * 60 * 60 * 1000;
/** Of one metric; the oldest go first. */
const maxSamples = 20_000;

export function makeMetricStore({ now, judging }: Pick<World, 'now' | 'judging'>): MetricStore {
  const all = new Map<string, Series>();
  const listeners: (() => void)[] = [];

  /** By the object that holds the dimensions: those who measure often use the same again. */
  const byDimensions = new WeakMap<object, Map<string, Series>>();

  function seriesOf(metric: MetricName): Series {
    const { namespace, name, dimensions } = metric;
    const known = byDimensions.get(dimensions) ?? new Map<string, Series>();
    byDimensions.set(dimensions, known);
    const fullName = `${namespace} ${name}`;
    let series = known.get(fullName);
    if (!series) {
      const key = keyOf(metric);
      series = all.get(key) ?? { ...metric, samples: [] };
      all.set(key, series);
      known.set(fullName, series);
    }
    return series;
  }

  function add(metric: MetricName, value: number, moment: Moment, count = 1): void {
    const at = moment.real;
    const { samples } = seriesOf(metric);
    // Near the end: what comes late was called not long before.
    let place = samples.length;
    while (place > 0 && (samples[place - 1]?.real ?? 0) > at) place--;
    samples.splice(place, 0, { ...moment, value, count });
    // In blocks, so that not every value moves all others.
    if (samples.length > maxSamples || (samples[0]?.real ?? at) < at - 2 * keptMs) {
      const first = samples.findIndex(({ real }) => real >= at - keptMs);
      samples.splice(0, Math.max(first, samples.length - maxSamples / 2));
    }
    for (const listener of listeners) listener();
  }

  return {
    add: (metric, value, at, count) =>
      add(metric, value, { real: at, aws: judging.now() - judging.elapsed(now() - at) }, count),
    put(namespace, name, value, dimensionSets, at = { real: now(), aws: judging.now() }) {
      for (const dimensions of dimensionSets) add({ namespace, name, dimensions }, value, at);
    },
    read(metric, statistic, from, to, timeline = 'real') {
      const samples = all.get(keyOf(metric))?.samples ?? [];
      const values: Weighted[] = [];
      for (let index = samples.length - 1; index >= 0; index--) {
        const sample = samples[index];
        if (!sample || sample[timeline] < from) break;
        if (sample[timeline] < to) values.push(sample);
      }
      return values.length === 0 ? undefined : statisticOf(statistic, values);
    },
    list: () => [...all.values()].map(({ samples: _, ...metric }) => metric),
    onValue: (callback) => void listeners.push(callback),
  };
}

function keyOf({ namespace, name, dimensions }: MetricName): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
}

/** @throws RangeError for a statistic that the sandbox does not know */
function statisticOf(statistic: Statistic, values: readonly Weighted[]): number {
  const total = (of: (one: Weighted) => number): number => values.reduce((sum, one) => sum + of(one), 0);
  const sampleCount = (): number => total(({ count }) => count);
  const sum = (): number => total(({ value, count }) => value * count);
  switch (statistic) {
    case 'SampleCount':
      return sampleCount();
    case 'Sum':
      return sum();
    case 'Average':
      return sum() / sampleCount();
    case 'Minimum':
      return values.reduce((least, { value }) => Math.min(least, value), Number.POSITIVE_INFINITY);
    case 'Maximum':
      return values.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    default:
      return percentile(statistic, values);
  }
}

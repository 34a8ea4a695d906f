import type { Gauges } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import type { AlarmProperties } from './alarm-properties.ts';
import { type AlarmSeries, alarmSeries } from './alarm-series.ts';
import { type AlarmRule, type AlarmState, periodsOf, verdict } from './alarm-verdict.ts';
import type { MetricStore } from './metric-store.ts';

export interface Alarm {
  name: string;
  arn: string;
  properties: AlarmProperties;
  state: AlarmState;
  /** Why it is in that state, one sentence. */
  reason: string;
  /** Milliseconds since the epoch. */
  changedAt: number;
}

/**
 * Alarms over the measured values, on the judging clock: a period of a minute takes a second at a speed of 60, or as long as
 * the work takes that was accepted in it. A period is looked at when all of that is measured.
 * Alarms are looked at as long as something was measured that one of their periods still covers.
 */
export interface Alarms extends Gauges {
  put(name: string, arn: string, properties: AlarmProperties): void;
  /** Nothing happens where there is none of the name. */
  remove(name: string): void;
  find(name: string): Alarm | undefined;
  all(): Alarm[];
  /** By hand, until the next evaluation. */
  setState(name: string, state: AlarmState, reason: string): void;
  /** Calls back at every change. @returns a function that unsubscribes */
  onChange(callback: (alarm: Alarm, before: AlarmState) => void): () => void;
  /**
   * Calls back once every alarm was looked at with all that is measured of the work accepted before this reading of the
   * judging clock. @returns a function that cancels
   */
  whenJudged(reading: number, callback: () => void): () => void;
  stop(): void;
}

interface Watched {
  alarm: Alarm;
  series: AlarmSeries;
  rule: AlarmRule;
  /** Number of the last look, or of that which had its time when the alarm was made. */
  evaluatedTo: number;
}

/** AWS looks at every alarm once a minute. */
const evaluationMs = 60_000;
/** Looks that are made up for at once. */
const maxBehind = 60;

export function makeAlarms({ now, judging }: Pick<World, 'now' | 'judging'>, store: MetricStore): Alarms {
  const watched = new Map<string, Watched>();
  const listeners = new Set<(alarm: Alarm, before: AlarmState) => void>();
  const gauges: (() => boolean)[] = [];
  let cancel: (() => void) | undefined;
  /** Nothing is left to see after this AWS time. */
  let quietAt = 0;
  let stopped = false;

  /** The next look is at the end of the minute, when its values are all there. */
  function schedule(): void {
    if (stopped) return;
    cancel ??= judging.whenMeasured(endOfMinute(judging.measuredTo() + 1), () => {
      cancel = undefined;
      look();
      const busy = gauges.map((gauge) => gauge()).includes(true);
      if (busy) wake();
      else if (judging.now() < quietAt) schedule();
    });
  }

  function look(): void {
    for (const one of watched.values()) evaluate(one);
  }

  function wake(): void {
    const longest = Math.max(
      0,
      ...[...watched.values()].map(({ series, rule }) => series.period * periodsOf(rule)),
    );
    quietAt = judging.now() + (longest + 120) * 1000;
    schedule();
  }

  /**
   * Makes up for every look since the last one: a busy machine may come late.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
   */
  function evaluate(one: Watched): void {
    const { alarm, series, rule } = one;
    const length = series.period * 1000;
    const step = stepOf(series);
    const newest = Math.floor(judging.measuredTo() / step);
    const first = Math.max(one.evaluatedTo + 1, newest - maxBehind);
    for (let look = first; look <= newest; look++) {
      const values = Array.from({ length: periodsOf(rule) }, (_, index) => {
        const to = look * step - (periodsOf(rule) - 1 - index) * length;
        return series.value(to - length, to);
      });
      change(alarm, verdict(rule, values, alarm.state), reasonOf(rule, values));
    }
    one.evaluatedTo = newest;
  }

  function change(alarm: Alarm, state: AlarmState, reason: string): void {
    if (state === alarm.state) return;
    const before = alarm.state;
    Object.assign(alarm, { state, reason, changedAt: now() });
    for (const listener of listeners) listener(alarm, before);
  }

  // The longest look back is worked out once a second at most, not at every value.
  let wokenAt = 0;
  store.onValue(() => {
    if (now() - wokenAt < 1000 && cancel) return;
    wokenAt = now();
    wake();
  });

  return {
    put(name, arn, properties) {
      const { EvaluationPeriods: evaluationPeriods, Threshold: threshold } = properties;
      const rule = {
        threshold,
        evaluationPeriods,
        comparison: properties.ComparisonOperator,
        datapointsToAlarm: properties.DatapointsToAlarm ?? evaluationPeriods,
        treatMissingData: properties.TreatMissingData,
      };
      const known = watched.get(name)?.alarm;
      const alarm: Alarm = {
        name,
        arn,
        properties,
        state: known?.state ?? 'INSUFFICIENT_DATA',
        reason: known?.reason ?? 'Unchecked: Initial alarm creation',
        changedAt: known?.changedAt ?? now(),
      };
      const series = alarmSeries(properties, store);
      const evaluatedTo = Math.floor(judging.measuredTo() / stepOf(series));
      watched.set(name, { alarm, rule, series, evaluatedTo });
      wake();
    },
    remove: (name) => void watched.delete(name),
    askBefore: (gauge) => void gauges.push(gauge),
    find: (name) => watched.get(name)?.alarm,
    all: () => [...watched.values()].map(({ alarm }) => alarm),
    setState(name, state, reason) {
      const alarm = watched.get(name)?.alarm;
      if (alarm) change(alarm, state, reason);
    },
    onChange(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    whenJudged(reading, callback) {
      let cancelLook = (): void => {};
      const cancelWait = judging.whenMeasured(reading, () => {
        // What was measured of it may have come after it: up to now.
        cancelLook = judging.whenMeasured(endOfMinute(judging.now()), () => {
          look();
          callback();
        });
      });
      return () => {
        cancelWait();
        cancelLook();
      };
    },
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}

/** The window moves on by a minute, however long the period is. */
const stepOf = ({ period }: AlarmSeries): number => Math.min(period * 1000, evaluationMs);

const endOfMinute = (reading: number): number => Math.ceil(reading / evaluationMs) * evaluationMs;

function reasonOf(
  { threshold, comparison, evaluationPeriods }: AlarmRule,
  values: readonly (number | undefined)[],
): string {
  const words = comparison
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(' threshold', '');
  const present = values.filter((value) => value !== undefined);
  const judged = present.length < evaluationPeriods ? values : present;
  const seen = judged
    .slice(-evaluationPeriods)
    .map((value) => (value === undefined ? 'no data' : String(Math.round(value * 100) / 100)));
  return `${seen.join(', ')} (alarm when ${words} ${threshold})`;
}

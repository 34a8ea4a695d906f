import { fakeClock } from '../../../test/fake-clock.ts';
import { makeJudgingClock } from '../../core/judging-clock.ts';
import { alarmProperties } from './alarm-properties.ts';
import { makeAlarms } from './alarms.ts';
import { makeMetricStore } from './metric-store.ts';

const minute = 60_000;

function world() {
  // A whole minute, as the periods of CloudWatch begin.
  const clock = fakeClock(1000 * minute);
  const judging = makeJudgingClock(clock);
  const store = makeMetricStore({ now: clock.now, judging });
  const alarms = makeAlarms({ now: clock.now, judging }, store);
  return {
    clock,
    judging,
    store,
    alarms,
    put: (given: Record<string, unknown>) =>
      alarms.put('a', 'arn', alarmProperties.parse({ ComparisonOperator: 'GreaterThanThreshold', ...given })),
    state: () => alarms.find('a')?.state,
  };
}
const errors = {
  Namespace: 'AWS/Lambda',
  MetricName: 'Errors',
  Dimensions: [{ Name: 'FunctionName', Value: 'fn' }],
};
const simple = {
  ...errors,
  Statistic: 'Sum',
  Period: '60',
  EvaluationPeriods: '1',
  Threshold: '2',
  TreatMissingData: 'notBreaching',
};

describe('makeAlarms', () => {
  it('rings after a bad period and falls silent after a good one', async () => {
    const { clock, store, alarms, put, state } = world();
    const changes: string[] = [];
    alarms.onChange((alarm, before) => changes.push(`${before} → ${alarm.state}: ${alarm.reason}`));
    put(simple);
    await clock.advance(minute);
    expect(state()).toBe('OK');
    for (let index = 0; index < 3; index++) store.put('AWS/Lambda', 'Errors', 1, [{ FunctionName: 'fn' }]);
    store.put('AWS/Lambda', 'Errors', 1, [{ FunctionName: 'other' }]);
    await clock.advance(minute);
    expect(state()).toBe('ALARM');
    store.put('AWS/Lambda', 'Errors', 0, [{ FunctionName: 'fn' }]);
    await clock.advance(minute);
    expect(changes).toEqual([
      'INSUFFICIENT_DATA → OK: no data (alarm when greater than 2)',
      'OK → ALARM: 3 (alarm when greater than 2)',
      'ALARM → OK: 0 (alarm when greater than 2)',
    ]);
  });

  it('lives in AWS time alone', async () => {
    const { clock } = world();
    // Real time stands still.
    const times = { now: () => 1, judging: makeJudgingClock(clock) };
    const store = makeMetricStore(times);
    const alarms = makeAlarms(times, store);
    alarms.put(
      'a',
      'arn',
      alarmProperties.parse({ ComparisonOperator: 'GreaterThanThreshold', ...simple, Threshold: 0 }),
    );
    store.put('AWS/Lambda', 'Errors', 1, [{ FunctionName: 'fn' }]);
    await clock.advance(minute);
    expect(alarms.find('a')?.state).toBe('ALARM');
    // Silence counts when there is nothing else left to see.
    await clock.advance(2 * minute);
    expect(alarms.find('a')?.state).toBe('ALARM');
    await clock.advance(minute);
    expect(alarms.find('a')?.state).toBe('OK');
  });

  it('misses no period when it looks late', async () => {
    const { clock, store, alarms, put } = world();
    put(simple);
    await clock.advance(minute);
    const states: string[] = [];
    alarms.onChange(({ state }) => states.push(state));
    for (let index = 0; index < 3; index++) store.put('AWS/Lambda', 'Errors', 1, [{ FunctionName: 'fn' }]);
    clock.stall(5 * minute);
    await clock.advance(1);
    expect(states).toEqual(['ALARM', 'OK']);
  });

  it('looks at a minute when what was called in it has ended, however late that is', async () => {
    const { clock, judging, store, alarms, put, state } = world();
    put({ ...simple, Threshold: 0 });
    await clock.advance(30_000);
    const end = judging.begin('slow');
    const calledAt = { real: clock.now(), aws: clock.now() };
    await clock.advance(5 * minute);
    expect(state()).toBe('INSUFFICIENT_DATA');
    store.put('AWS/Lambda', 'Errors', 1, [{ FunctionName: 'fn' }], calledAt);
    const states: unknown[] = [];
    alarms.onChange((alarm) => states.push(alarm.state));
    end();
    await clock.advance(1);
    expect(states).toEqual(['ALARM', 'OK']);
  });

  it('says when it has judged, and not before what was called until then has ended', async () => {
    const { clock, judging, store, alarms, put, state } = world();
    put({ ...simple, Threshold: 0 });
    const calledAt = { real: clock.now(), aws: clock.now() };
    const end = judging.begin('slow');
    await clock.advance(10_000);
    const judged: unknown[] = [];
    alarms.whenJudged(clock.now(), () => judged.push(state()));
    await clock.advance(3 * minute);
    expect(judged).toEqual([]);
    store.put('AWS/Lambda', 'Errors', 1, [{ FunctionName: 'fn' }], calledAt);
    end();
    await clock.advance(minute);
    expect(judged).toEqual(['OK']);
  });

  it('evaluates metric math over several metrics', async () => {
    const { clock, store, put, state } = world();
    const stat = (Id: string, MetricName: string) => ({
      Id,
      ReturnData: false,
      MetricStat: { Stat: 'Sum', Period: 60, Metric: { Namespace: 'Shop', MetricName } },
    });
    put({
      Metrics: [
        {
          Id: 'lost',
          Expression: 'IF(FILL(asked, 0) - FILL(sold, 0) > 0.05 * FILL(asked, 0), 1, 0)',
          ReturnData: true,
        },
        stat('asked', 'Asked'),
        stat('sold', 'Sold'),
      ],
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 0,
    });
    for (let count = 0; count < 3; count++) {
      store.put('Shop', 'Asked', 10, [{}]);
      store.put('Shop', 'Sold', count === 0 ? 10 : 8, [{}]);
      expect(state()).not.toBe('ALARM');
      await clock.advance(minute);
    }
    expect(state()).toBe('ALARM');
  });

  it('reads percentiles over long periods', async () => {
    const { clock, store, put, state } = world();
    const duration = { ...errors, MetricName: 'Duration', ExtendedStatistic: 'p90', Period: 300 };
    put({ ...duration, EvaluationPeriods: 1, Threshold: 100 });
    for (let ms = 10; ms <= 200; ms += 10) store.put('AWS/Lambda', 'Duration', ms, [{ FunctionName: 'fn' }]);
    await clock.advance(5 * minute);
    expect(state()).toBe('ALARM');
  });

  it('moves a long period on by a minute', async () => {
    const { clock, store, put, state } = world();
    put({ ...simple, Period: 300 });
    await clock.advance(4 * minute);
    // Two of them lie before a multiple of five minutes and two after it.
    for (let index = 0; index < 4; index++) {
      store.put('AWS/Lambda', 'Errors', 1, [{ FunctionName: 'fn' }]);
      await clock.advance(30_000);
    }
    expect(state()).toBe('ALARM');
    await clock.advance(15 * minute);
    expect(state()).toBe('OK');
  });

  it('says what is wrong with an alarm', () => {
    const { put } = world();
    expect(() => put({ ...simple, Statistic: undefined })).toThrow('a statistic');
    expect(() => put({ ...simple, Statistic: 'tm90' })).toThrow('statistic that the sandbox does not know');
    const sum = { Id: 'x', Expression: 'y + 1' };
    expect(() => put({ Metrics: [sum], EvaluationPeriods: 1, Threshold: 1 })).toThrow('names y');
  });
});

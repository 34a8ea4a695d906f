import { type AlarmRule, verdict } from './alarm-verdict.ts';

const rule = (over: Partial<AlarmRule> = {}): AlarmRule => ({
  threshold: 1,
  comparison: 'GreaterThanOrEqualToThreshold',
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  treatMissingData: 'missing',
  ...over,
});
const none = undefined;

describe('verdict', () => {
  it('alarms when M of the newest N periods with data are over the threshold, wherever they lie', () => {
    expect(verdict(rule(), [9, 9, 0, 1, 0], 'OK')).toBe('OK');
    expect(verdict(rule(), [0, 0, 1, 0, 1], 'OK')).toBe('ALARM');
    expect(verdict(rule(), [0, 5, none, none, 5], 'OK')).toBe('ALARM');
  });

  it.each([
    ['GreaterThanThreshold', 'OK'],
    ['GreaterThanOrEqualToThreshold', 'ALARM'],
    ['LessThanThreshold', 'OK'],
    ['LessThanOrEqualToThreshold', 'ALARM'],
  ] as const)('compares with %s', (comparison, state) => {
    expect(verdict(rule({ comparison }), [1, 1, 1, 1, 1], 'OK')).toBe(state);
  });

  const x = 5;
  /** AWS's own examples: what happens to the state (= when it stays) with data that is missing, ignored, breaching, notBreaching. */
  it.each([
    [3, 3, [0, none, x, none, x], 'OK OK OK OK'],
    [3, 3, [0, none, none, none, none], 'OK OK OK OK'],
    [3, 3, [none, none, none, none, none], 'INSUFFICIENT_DATA = ALARM OK'],
    [3, 3, [0, x, x, none, x], 'ALARM ALARM ALARM ALARM'],
    [3, 3, [none, none, x, none, none], 'ALARM = ALARM OK'],
    [2, 3, [0, none, x, none, x], 'ALARM ALARM ALARM ALARM'],
    [2, 3, [0, 0, x, 0, x], 'ALARM ALARM ALARM ALARM'],
    [2, 3, [0, none, x, none, none], 'OK OK ALARM OK'],
    [2, 3, [none, none, none, none, 0], 'OK OK ALARM OK'],
    [2, 3, [none, none, none, x, none], 'ALARM = ALARM OK'],
  ] as const)('%i of %i over %j', (datapointsToAlarm, evaluationPeriods, values, expected) => {
    const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
    for (const before of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const) {
      const states = treatments.map((treatMissingData) =>
        verdict(rule({ datapointsToAlarm, evaluationPeriods, treatMissingData }), values, before),
      );
      expect(states.join(' ')).toBe(expected.replace('=', before));
    }
  });

  it('does not ring at the first data that there ever is', () => {
    const all = rule({ datapointsToAlarm: 3 });
    expect(verdict(all, [none, none, none, none, x], 'INSUFFICIENT_DATA')).toBe('INSUFFICIENT_DATA');
  });
});

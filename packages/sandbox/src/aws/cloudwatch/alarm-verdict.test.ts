import { type AlarmRule, type AlarmState, type MissingData, verdict } from './alarm-verdict.ts';

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
  it('alarms when M of N periods are over the threshold, wherever they lie', () => {
    expect(verdict(rule(), [0, 1, 0], 'OK')).toBe('OK');
    expect(verdict(rule(), [1, 0, 1], 'OK')).toBe('ALARM');
    expect(verdict(rule(), [5, none, 5], 'OK')).toBe('ALARM');
  });

  it.each([
    ['GreaterThanThreshold', 'OK'],
    ['GreaterThanOrEqualToThreshold', 'ALARM'],
    ['LessThanThreshold', 'OK'],
    ['LessThanOrEqualToThreshold', 'ALARM'],
  ] as const)('compares with %s', (comparison, state) => {
    expect(verdict(rule({ comparison }), [1, 1, 1], 'OK')).toBe(state);
  });

  it.each<[MissingData, AlarmState]>([
    ['missing', 'INSUFFICIENT_DATA'],
    ['ignore', 'ALARM'],
    ['breaching', 'ALARM'],
    ['notBreaching', 'OK'],
  ])('without data and %s, an alarm becomes %s', (treatMissingData, state) => {
    expect(verdict(rule({ treatMissingData }), [none, none, none], 'ALARM')).toBe(state);
  });

  it('is OK with some good data, whatever is missing', () => {
    expect(verdict(rule(), [none, none, 0], 'INSUFFICIENT_DATA')).toBe('OK');
    expect(verdict(rule({ treatMissingData: 'breaching' }), [none, none, 0], 'OK')).toBe('ALARM');
  });
});

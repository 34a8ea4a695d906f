import { isRight, type Line, stopperOf, tableOf } from './series-table.ts';

const line = (more: Partial<NonNullable<Line['rehearsed']>> = {}): Line => ({
  service: 'media',
  change: 'throws',
  rehearsed: {
    ...{ outcome: 'rolled back', expected: 'rolled back', tookMs: 61_000, requests: 30, newCalls: 4 },
    ...{ reason: 'ReleaseFailing is in ALARM: 2 (alarm when …)', least: 4.4 },
    ...more,
  },
});

describe('tableOf', () => {
  it('has a row for each service and kind, with the range of what was seen', () => {
    const other: Line = { ...line({ least: undefined }), change: 'broken' };
    expect(
      tableOf([line(), line({ tookMs: 130_000, requests: 90 }), other])
        .split('\n')
        .slice(2),
    ).toEqual([
      '| media | throws | ReleaseFailing | 2–3 | 30–90 | 4 | 5 a minute | 2 of 2 |',
      '| media | broken | ReleaseFailing | 2 | 30 | 4 | no traffic | 1 of 1 |',
    ]);
  });

  it('hides no rehearsal without a verdict, and none that went wrong', () => {
    const lost: Line = { ...line(), rehearsed: undefined };
    const passed = line({ outcome: 'completed', reason: undefined });
    expect(tableOf([lost])).toMatch(/\| no verdict \|[ |]*\| 0 of 1 \|$/);
    expect(tableOf([line(), passed, lost])).toContain('ReleaseFailing, nothing');
    expect(tableOf([line(), passed, lost])).toContain('1 of 3');
    expect([line(), passed, lost].map(isRight)).toEqual([true, false, false]);
  });
});

describe('a row of the table', () => {
  it('promises no alarm where none is expected', () => {
    const gap = line({ outcome: 'completed', expected: 'completed', reason: undefined });
    expect(tableOf([gap])).toMatch(/\| nothing \| .* \| never \| 1 of 1 \|$/);
  });
});

describe('stopperOf', () => {
  it.each([
    ['Slow is in ALARM: 3, 3, 0 (alarm when …)', 'Slow'],
    ['BeforeAllowTraffic: CodeDeployHook_canary_users_check reported Failed', 'hook users_check'],
    ['ApiFailing was in ALARM before the release began', 'ApiFailing was in ALARM before the release began'],
    [undefined, 'nothing'],
  ])('of %s is %s', (reason, stopper) => {
    expect(stopperOf(reason)).toBe(stopper);
  });
});

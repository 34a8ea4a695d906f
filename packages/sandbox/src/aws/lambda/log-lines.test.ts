import type { Invocation } from './invocation.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { endLines, errorTypeOf, newLogStream, startLine } from './log-lines.ts';

const now = Date.UTC(2026, 10, 28, 9, 30);
const fn = { name: 'shop-GetItem', logGroup: '/aws/lambda/shop', logFormat: 'JSON', memoryMb: 512 };
const invocation = (more: object = {}, initMs?: number) =>
  ({
    job: { requestId: 'r1', target: { fn: { ...fn, ...more }, version: '7' } },
    initMs,
  }) as unknown as Invocation;
const parsed = (lines: string[]): unknown[] => lines.map((line) => JSON.parse(line));

describe("Lambda's own lines", () => {
  it('are JSON where the function logs JSON', () => {
    expect(JSON.parse(startLine(invocation(), now))).toEqual({
      time: '2026-11-28T09:30:00.000Z',
      type: 'platform.start',
      record: { requestId: 'r1', version: '7' },
    });
    const ending = { status: 'success', durationMs: 12.3456, usedMemoryMb: 80 } as const;
    expect(parsed(endLines(invocation({}, 100.1), ending, now))).toEqual([
      {
        time: '2026-11-28T09:30:00.000Z',
        type: 'platform.report',
        record: {
          requestId: 'r1',
          status: 'success',
          metrics: {
            durationMs: 12.346,
            billedDurationMs: 113,
            memorySizeMB: 512,
            maxMemoryUsedMB: 80,
            initDurationMs: 100.1,
          },
        },
      },
    ]);
  });

  it('tell how an invocation ended', () => {
    const ending = {
      status: 'error',
      errorType: 'Runtime.ExitError',
      durationMs: 1,
      usedMemoryMb: 0,
    } as const;
    expect(parsed(endLines(invocation(), ending, now))).toEqual([
      expect.objectContaining({
        record: expect.objectContaining({ status: 'error', errorType: 'Runtime.ExitError' }),
      }),
    ]);
    expect(endLines(invocation({ logFormat: 'Text' }), ending, now)[1]).toMatch(
      /^REPORT RequestId: r1\tDuration: 1.00 ms\t.*\tStatus: error\tError Type: Runtime.ExitError$/,
    );
  });

  it('stand in a stream that names the function where its group is shared', () => {
    const shared = newLogStream(fn as LambdaFunction, '7', now);
    const own = newLogStream({ ...fn, logGroup: '/aws/lambda/shop-GetItem' } as LambdaFunction, '7', now);
    expect(shared).toMatch(/^2026\/11\/28\/shop-GetItem\[7\][0-9a-f]{32}$/);
    expect(own).toMatch(/^2026\/11\/28\/\[7\][0-9a-f]{32}$/);
  });
});

describe('errorTypeOf', () => {
  it.each([
    ['{"errorType":"TypeError"}', 'TypeError'],
    ['"text"', undefined],
    ['null', undefined],
  ])('%s has %s', (payload, expected) => {
    expect(errorTypeOf(payload)).toBe(expected);
  });
});

import { someone } from '../../../test/someone.ts';
import { compileFilterPattern } from './filter-pattern.ts';
import { makeMetricFilters } from './metric-filters.ts';

const crash =
  '{ ($.type = "platform.report") && (($.record.status = "timeout") || (($.record.status = "error") && ($.record.errorType != "Handle*"))) }';
const report = (record: object): string => JSON.stringify({ type: 'platform.report', record });

describe('compileFilterPattern', () => {
  it.each([
    [crash, report({ status: 'timeout' }), true],
    [crash, report({ status: 'error', errorType: 'Runtime.OutOfMemory' }), true],
    [crash, report({ status: 'error', errorType: 'HandleTakenError' }), false],
    [crash, report({ status: 'success' }), false],
    [crash, JSON.stringify({ type: 'platform.start', record: { status: 'timeout' } }), false],
    [crash, 'no JSON that says timeout', false],
    ['{ $.a = 1 || $.b[0] >= 2 }', '{"b":[2]}', true],
    ['{ $.a = 1 || $.b[0] >= 2 }', '{"a":"1","b":[1]}', false],
    ['{ $.a != "x" }', '{"a":"y"}', true],
    ['{ $.a != "x" }', '{"b":"y"}', false],
    ['{ $.a IS NULL }', '{"a":null}', true],
    ['{ $.a NOT EXISTS }', '{"b":1}', true],
    ['{ $.a = "a.c" }', '{"a":"abc"}', false],
  ])('%s on %s gives %s', (pattern, message, expected) => {
    expect(compileFilterPattern(pattern)(message)).toBe(expected);
  });

  it.each([
    ['{ $.a = }', 'the pattern ends too early'],
    ['{ ($.a = 1 }', 'the pattern ends too early'],
    ['{ a = 1 }', 'a is no field, which begins with $.'],
    ['{ $.a < "x" }', '< compares no texts'],
    ['{ $.a = 1 ) }', ') is one too many'],
  ])('says what is wrong with %s', (pattern, reason) => {
    expect(() => compileFilterPattern(pattern)).toThrow(reason);
  });
});

describe('makeMetricFilters', () => {
  it('counts the lines of its group that it looks for, and passes all on', async () => {
    const put = jest.fn();
    const write = jest.fn();
    const filters = makeMetricFilters({ put });
    await filters.resource.apply({
      logicalId: 'Crashes',
      stackName: 'shop',
      physicalName: 'shop-Crashes',
      properties: filters.resource.properties.parse({
        LogGroupName: '/shop',
        FilterPattern: crash,
        MetricTransformations: [{ MetricNamespace: 'shop', MetricName: 'Crashes', MetricValue: '1' }],
      }),
    });
    const sink = filters.reading({ write });
    sink.write(someone, '/shop', 's', report({ status: 'timeout' }));
    sink.write(someone, '/shop', 's', report({ status: 'success' }));
    sink.write(someone, '/other', 's', report({ status: 'timeout' }));
    expect(write).toHaveBeenCalledTimes(3);
    expect(put.mock.calls).toEqual([['shop', 'Crashes', 1, [{}]]]);
  });
});

import type { FoundLine } from '../aws/logs/log-files.ts';
import { storyLines } from './story-lines.ts';

const stream = '2026/11/28/shop-Pay[3]abc';
const lines: FoundLine[] = [];
const write = (message: object | string, change: Partial<FoundLine> = {}) =>
  lines.push({
    ...{ group: '/aws/lambda/shop', stream, time: lines.length },
    message: typeof message === 'string' ? message : JSON.stringify(message),
    ...change,
  });
beforeEach(() => {
  lines.length = 0;
});

const read = (correlationId: string) =>
  storyLines(
    async function* (isWanted) {
      for (const line of lines) if (isWanted(JSON.stringify(line))) yield line;
    },
    correlationId,
    'trace',
  );

describe('storyLines', () => {
  it('finds the lines of a request, and what Lambda and the API wrote of the same', async () => {
    const metrics = { durationMs: 12.5, initDurationMs: 300 };
    write({ type: 'platform.start', record: { requestId: 'r1' } });
    write({ message: 'Paid', trace: 't', requestId: 'r1', causedBy: 'api/1+a=' });
    write({ message: 'of another', trace: 't2', requestId: 'r2' });
    write({ message: 'names it in passing', trace: 'other', note: 't', requestId: 'r3' });
    write({ type: 'platform.report', record: { requestId: 'r1', status: 'success', metrics } });
    write({ requestId: 'api/1+a=', status: '200' }, { group: '/aws/apigateway/shop', stream: 'x/$default' });
    const found = await read('t');
    expect(found.map(({ at, functionName, platform }) => [at, functionName, platform])).toEqual([
      [0, 'shop-Pay', { is: 'start' }],
      [1, 'shop-Pay', undefined],
      [4, 'shop-Pay', { is: 'report', durationMs: 12.5, initMs: 300, failed: false }],
      [5, undefined, undefined],
    ]);
  });

  it('finds the line of an API whose own id for the request became the correlation id', async () => {
    write({ message: 'Paid', trace: 'api1', requestId: 'r1', causedBy: 'api1' });
    write({ requestId: 'api1', status: '200' }, { group: '/aws/apigateway/shop', stream: 'x/$default' });
    expect((await read('api1')).map(({ functionName }) => functionName)).toEqual(['shop-Pay', undefined]);
  });

  it('reads what Lambda writes as text, too, and the name of a function from its own group', async () => {
    const own = { group: '/aws/lambda/shop-Bill', stream: '2026/11/28/[$LATEST]abc' };
    write('START RequestId: r1 Version: $LATEST', own);
    write({ trace: 't', requestId: 'r1' }, own);
    write('END RequestId: r1', own);
    write('REPORT RequestId: r1\tDuration: 3.10 ms\tInit Duration: 40.00 ms\tStatus: timeout', own);
    const found = await read('t');
    expect(found.map(({ functionName }) => functionName)).toEqual(Array(4).fill('shop-Bill'));
    expect(found[3]?.platform).toEqual({ is: 'report', durationMs: 3.1, initMs: 40, failed: true });
  });

  it('finds nothing for an id that nobody wrote', async () => {
    write({ trace: 't', requestId: 'r1' });
    expect(await read('none')).toEqual([]);
  });
});

import { embeddedMetrics } from './embedded-metrics.ts';

const line = (members: Record<string, unknown>, dimensions: string[][] = [['service']]): string =>
  JSON.stringify({
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [
        {
          Namespace: 'Shop',
          Dimensions: dimensions,
          Metrics: [{ Name: 'Sold', Unit: 'Count' }, { Name: 'Tried' }],
        },
      ],
    },
    service: 'till',
    ...members,
  });

describe('embeddedMetrics', () => {
  it('reads numbers and lists of numbers under every set of dimensions', () => {
    const till = { namespace: 'Shop', name: 'Sold', dimensions: { service: 'till' } };
    expect(embeddedMetrics(line({ Sold: [2, 3] }, [['service'], []]))).toEqual([
      { metric: till, value: 2 },
      { metric: till, value: 3 },
      { metric: { ...till, dimensions: {} }, value: 2 },
      { metric: { ...till, dimensions: {} }, value: 3 },
    ]);
  });

  it('leaves out what has no number or no value for a dimension', () => {
    expect(embeddedMetrics(line({ Sold: 'many' }))).toEqual([]);
    expect(embeddedMetrics(line({ Sold: 1 }, [['service', 'shelf']]))).toEqual([]);
  });

  it('reads the line in the console format of Lambda, too', () => {
    const text = `2026-11-21T12:00:00.000Z\tid\tINFO\t${line({ Tried: 4 })}`;
    expect(embeddedMetrics(text)).toMatchObject([{ value: 4, metric: { name: 'Tried' } }]);
  });

  it.each([
    'plain text',
    '{"level":"INFO"}',
    '{"CloudWatchMetrics" torn',
    '{"_aws":{"CloudWatchMetrics":7}}',
  ])('finds nothing in %s', (text) => {
    expect(embeddedMetrics(text)).toEqual([]);
  });
});

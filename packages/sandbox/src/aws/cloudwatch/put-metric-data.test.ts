import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { developer, edgeServer, type Listening, listen, testWorld } from '../../../test/serve-edge.ts';
import { type CloudWatch, makeCloudWatch } from './cloudwatch.ts';

let world: ReturnType<typeof testWorld>;
let cloudWatch: CloudWatch;
let server: Listening;
let client: CloudWatchClient;

beforeEach(async () => {
  world = testWorld();
  cloudWatch = makeCloudWatch(world);
  server = await listen(edgeServer(() => cloudWatch.edge));
  client = new CloudWatchClient({
    endpoint: server.endpoint,
    region: world.region,
    credentials: developer,
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  cloudWatch.stop();
  await server.close();
  world.drop();
});

const put = (...MetricData: Partial<MetricDatum>[]) =>
  client.send(
    new PutMetricDataCommand({
      Namespace: 'Shop',
      MetricData: MetricData.map((datum) => ({ MetricName: 'm', ...datum })),
    }),
  );
const names = ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'] as const;
async function statistics(): Promise<Record<string, unknown> | undefined> {
  const { Datapoints } = await client.send(
    new GetMetricStatisticsCommand({
      ...{ Namespace: 'Shop', MetricName: 'm', Statistics: [...names], Period: 3600 },
      ...{ StartTime: new Date(Date.now() - 3_600_000), EndTime: new Date(Date.now() + 3_600_000) },
    }),
  );
  const { Timestamp: _, Unit: __, ...point } = { ...Datapoints?.at(-1) };
  return point;
}

describe('PutMetricData', () => {
  it.each<[string, Partial<MetricDatum>, number[]]>([
    ['one value', { Value: 3 }, [1, 3, 3, 3, 3]],
    ['values', { Values: [1, 2, 6] }, [3, 9, 3, 1, 6]],
    ['values with counts', { Values: [1, 10], Counts: [9000, 1000] }, [10_000, 19_000, 1.9, 1, 10]],
    [
      'a set of two',
      { StatisticValues: { SampleCount: 2, Sum: 10, Minimum: 4, Maximum: 6 } },
      [2, 10, 5, 4, 6],
    ],
    [
      'a set of many',
      { StatisticValues: { SampleCount: 50_000, Sum: 100_000, Minimum: 1, Maximum: 9 } },
      [50_000, 100_000, 2, 1, 9],
    ],
    [
      'a set of equal values',
      { StatisticValues: { SampleCount: 4, Sum: 20, Minimum: 5, Maximum: 5 } },
      [4, 20, 5, 5, 5],
    ],
  ])('keeps %s', async (_what, datum, expected) => {
    await put(datum);
    expect(await statistics()).toEqual(
      Object.fromEntries(names.map((name, index) => [name, expected[index]])),
    );
  });

  it.each<[string, Partial<MetricDatum>, string]>([
    ['no value at all', {}, 'MissingRequiredParameterException'],
    ['two kinds of value', { Value: 1, Values: [1] }, 'InvalidParameterCombinationException'],
    ['counts that do not fit', { Values: [1, 2], Counts: [1] }, 'InvalidParameterCombinationException'],
    [
      'a minimum above the maximum',
      { StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 2, Maximum: 1 } },
      'InvalidParameterValueException',
    ],
    ['more than 150 values', { Values: Array(151).fill(1) }, 'InvalidParameterValueException'],
    [
      'a dimension without a value',
      { Value: 1, Dimensions: [{ Name: 'a', Value: '' }] },
      'InvalidParameterValueException',
    ],
    ['no number', { Value: Number.NaN }, 'InvalidParameterValueException'],
    ['a number beyond 2^360', { Value: -3e108 }, 'InvalidParameterValueException'],
    ['a unit that is none', { Value: 1, Unit: 'Pounds' as 'Count' }, 'InvalidParameterValueException'],
    ['a resolution of half a minute', { Value: 1, StorageResolution: 30 }, 'InvalidParameterValueException'],
    [
      'a dimension that begins with a colon',
      { Value: 1, Dimensions: [{ Name: ':a', Value: 'b' }] },
      'InvalidParameterValueException',
    ],
    [
      'a time three weeks ago',
      { Value: 1, Timestamp: new Date(Date.now() - 21 * 86_400_000) },
      'InvalidParameterValueException',
    ],
  ])('refuses %s, and keeps nothing of the call', async (_what, datum, name) => {
    await expect(put({ Value: 1 }, datum)).rejects.toMatchObject({ name });
    expect(await statistics()).toEqual({});
  });

  it('keeps each unit that there is, and says of another what is wrong', async () => {
    await put(
      { Value: 1, Unit: 'Bits' },
      { Value: 1, Unit: 'Terabytes/Second' },
      { Value: 1, StorageResolution: 1 },
    );
    await expect(put({ Value: 1 }, { Value: 1, Unit: 'Pounds' as 'Count' })).rejects.toMatchObject({
      message: expect.stringMatching(
        /^The parameter MetricData\.member\.2\.Unit is "Pounds"; it is Seconds, /,
      ),
    });
  });

  it('takes what an SDK has compressed, as each does beyond 10 kB', async () => {
    await put(...Array.from({ length: 400 }, () => ({ Value: 1 })));
    expect(await statistics()).toMatchObject({ SampleCount: 400, Sum: 400 });
  });

  it('refuses the name spaces of AWS', async () => {
    const command = new PutMetricDataCommand({
      Namespace: 'AWS/Lambda',
      MetricData: [{ MetricName: 'm', Value: 1 }],
    });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });
});

describe('ListMetrics', () => {
  it('finds by dimensions, with or without their values', async () => {
    const of = (...values: [string, string][]) => ({
      Value: 1,
      Dimensions: values.map(([Name, Value]) => ({ Name, Value })),
    });
    await put(of(['till', '1'], ['shop', 'a']), of(['till', '2']), { Value: 1 });
    const list = async (...Dimensions: { Name: string; Value?: string }[]) =>
      (await client.send(new ListMetricsCommand({ Namespace: 'Shop', Dimensions }))).Metrics?.length;
    expect(await list()).toBe(3);
    expect(await list({ Name: 'till' })).toBe(2);
    expect(await list({ Name: 'till', Value: '2' })).toBe(1);
    expect(await list({ Name: 'till' }, { Name: 'shop', Value: 'a' })).toBe(1);
  });

  it('comes in pages of five hundred', async () => {
    await put(...Array.from({ length: 501 }, (_, n) => ({ MetricName: `m${n}`, Value: 1 })));
    const list = (NextToken?: string) =>
      client.send(new ListMetricsCommand({ Namespace: 'Shop', NextToken }));
    const first = await list();
    expect(first.Metrics).toHaveLength(500);
    const rest = await list(first.NextToken);
    expect([rest.Metrics?.length, rest.NextToken]).toEqual([1, undefined]);
    await expect(list('stray')).rejects.toThrow();
  });
});

describe('alarms made through the API', () => {
  const alarm = (AlarmName: string, more: object = {}) => ({
    ...{ AlarmName, Namespace: 'Shop', MetricName: 'm', Statistic: 'Sum' as const, Period: 60 },
    ...{ EvaluationPeriods: 1, Threshold: 5, ComparisonOperator: 'GreaterThanThreshold' as const, ...more },
  });
  const make = (name: string, more: object = {}) => client.send(new PutMetricAlarmCommand(alarm(name, more)));
  const all = async (more: object = {}) => await client.send(new DescribeAlarmsCommand(more));
  const declare = async (more: object = {}) => {
    const [provider] = cloudWatch.resources;
    const { AlarmName: _, ...declared } = alarm('', more);
    const properties = provider?.properties.parse(declared);
    await provider?.apply({ logicalId: 'Late', stackName: 'app', physicalName: 'app-Late', properties });
  };
  const restart = () => {
    cloudWatch.stop();
    cloudWatch = makeCloudWatch(world);
  };

  it('are described, set and deleted, and there after a restart', async () => {
    await make('own', { AlarmDescription: 'mine' });
    await make('other');
    await client.send(
      new SetAlarmStateCommand({ AlarmName: 'own', StateValue: 'ALARM', StateReason: 'try' }),
    );
    expect((await all({ StateValue: 'ALARM' })).MetricAlarms).toMatchObject([
      { AlarmName: 'own', AlarmDescription: 'mine', Threshold: 5, StateReason: 'try' },
    ]);
    await client.send(new DeleteAlarmsCommand({ AlarmNames: ['other'] }));
    restart();
    cloudWatch.start();
    expect((await all()).MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['own']);
    await expect(client.send(new DeleteAlarmsCommand({ AlarmNames: ['own', 'none'] }))).rejects.toMatchObject(
      {
        name: 'ResourceNotFound',
      },
    );
    expect((await all()).MetricAlarms).toHaveLength(1);
  });

  it('hold over those of the template until that says something else', async () => {
    const threshold = async () => (await all()).MetricAlarms?.[0]?.Threshold;
    await declare();
    await make('app-Late', { Threshold: 9 });
    restart();
    await declare();
    expect(await threshold()).toBe(9);
    restart();
    await declare({ Threshold: 7 });
    expect(await threshold()).toBe(7);
    await client.send(new DeleteAlarmsCommand({ AlarmNames: ['app-Late'] }));
    restart();
    await declare({ Threshold: 7 });
    expect(await threshold()).toBeUndefined();
  });

  it('come in pages', async () => {
    for (const name of ['a', 'b', 'c']) await make(name);
    const { MetricAlarms, NextToken } = await all({ MaxRecords: 2 });
    expect(MetricAlarms).toHaveLength(2);
    expect((await all({ MaxRecords: 2, NextToken })).MetricAlarms).toMatchObject([{ AlarmName: 'c' }]);
    await expect(all({ NextToken: 'stray' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  it.each([
    ['without a metric', { MetricName: undefined, Namespace: undefined }, /neither MetricName nor Metrics/],
    ['with a comparison that is none', { ComparisonOperator: 'Odd' }, /ComparisonOperator/],
    ['without periods', { EvaluationPeriods: 0 }, /EvaluationPeriods/],
    // What a template is refused for.
    ['with a period of 45 seconds', { Period: 45 }, /Period is 45; it is 10, 20, 30 or a multiple of 60/],
    ['without a statistic', { Statistic: undefined }, /without Statistic/],
    ['with more points than periods', { DatapointsToAlarm: 2 }, /DatapointsToAlarm/],
    ['with an action that is no ARN', { AlarmActions: ['ops'] }, /AlarmActions\[0\] is "ops"; it is an ARN/],
    [
      'with an expression of what is not there',
      {
        ...{ Namespace: undefined, MetricName: undefined, Statistic: undefined, Period: undefined },
        Metrics: [{ Id: 'a', Expression: 'b * 2', ReturnData: true }],
      },
      /names b/,
    ],
  ])('are refused %s', async (_what, more, message) => {
    await expect(make('bad', more)).rejects.toMatchObject({
      name: expect.stringMatching(/^Validation/),
      message: expect.stringMatching(message),
    });
  });
});

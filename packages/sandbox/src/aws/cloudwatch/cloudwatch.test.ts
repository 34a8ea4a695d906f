import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { developer, edgeServer, type Listening, listen, testWorld } from '../../../test/serve-edge.ts';
import { someone } from '../../../test/someone.ts';
import { type CloudWatch, makeCloudWatch } from './cloudwatch.ts';

const world = testWorld();
let cloudWatch: CloudWatch;
let server: Listening;
let client: CloudWatchClient;

beforeAll(async () => {
  cloudWatch = makeCloudWatch(world);
  server = await listen(edgeServer(() => cloudWatch.edge));
  client = new CloudWatchClient({ endpoint: server.endpoint, region: world.region, credentials: developer });
  const [alarm] = cloudWatch.resources;
  await alarm?.apply({
    logicalId: 'Late',
    stackName: 'app',
    physicalName: 'app-Late',
    properties: alarm.properties.parse({
      Namespace: 'Shop',
      MetricName: 'Late',
      Dimensions: [{ Name: 'service', Value: 'till' }],
      Statistic: 'Sum',
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: ['arn:aws:sns:us-east-1:000000000000:topic'],
    }),
  });
});
afterAll(async () => {
  client.destroy();
  cloudWatch.stop();
  await server.close();
  world.drop();
});

const Dimensions = [{ Name: 'service', Value: 'till' }];
const around = () => ({ StartTime: new Date(Date.now() - 120_000), EndTime: new Date(Date.now() + 60_000) });

describe('makeCloudWatch, called by the SDK', () => {
  it('gives back what was put, and what a log line measured', async () => {
    const MetricData = [{ MetricName: 'Sold', Dimensions, Values: [2, 4], Counts: [3, 1] }];
    await client.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
    const line = {
      _aws: {
        Timestamp: 1,
        CloudWatchMetrics: [{ Namespace: 'Shop', Dimensions: [['service']], Metrics: [{ Name: 'Sold' }] }],
      },
      service: 'till',
      Sold: 10,
    };
    const seen: string[] = [];
    const sink = cloudWatch.reading({
      write: (_caller, _group, _stream, message) => void seen.push(message),
    });
    sink.write(someone, 'group', 'stream', JSON.stringify(line));
    expect(seen).toEqual([JSON.stringify(line)]);

    const { Datapoints } = await client.send(
      new GetMetricStatisticsCommand({
        Namespace: 'Shop',
        MetricName: 'Sold',
        Dimensions,
        Period: 3600,
        Statistics: ['Sum', 'Maximum', 'SampleCount'],
        ExtendedStatistics: ['p50'],
        ...around(),
      }),
    );
    expect(Datapoints).toHaveLength(1);
    expect(Datapoints?.[0]).toMatchObject({
      Sum: 20,
      Maximum: 10,
      SampleCount: 5,
      ExtendedStatistics: { p50: 2 },
    });
    const Stat = 'Sum';
    const Metric = { Namespace: 'Shop', MetricName: 'Sold', Dimensions };
    const { MetricDataResults } = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [
          { Id: 'sold', MetricStat: { Metric, Stat, Period: 3600 }, ReturnData: false },
          { Id: 'double', Expression: 'sold * 2' },
        ],
        ...around(),
      }),
    );
    expect(MetricDataResults).toMatchObject([{ Id: 'double', Values: [40], StatusCode: 'Complete' }]);
    const { Metrics } = await client.send(new ListMetricsCommand({ Namespace: 'Shop' }));
    expect(Metrics).toEqual([Metric]);
  });

  it('describes alarms, and sets their state', async () => {
    const StateReason = 'a drill';
    await client.send(new SetAlarmStateCommand({ AlarmName: 'app-Late', StateValue: 'ALARM', StateReason }));
    const { MetricAlarms } = await client.send(
      new DescribeAlarmsCommand({ AlarmNames: ['app-Late', 'other'] }),
    );
    expect(MetricAlarms).toMatchObject([
      {
        AlarmName: 'app-Late',
        AlarmArn: `arn:aws:cloudwatch:${world.region}:${world.accountId}:alarm:app-Late`,
        StateValue: 'ALARM',
        StateReason,
        Dimensions,
        DatapointsToAlarm: 1,
        StateUpdatedTimestamp: expect.any(Date),
      },
    ]);
    const quiet = await client.send(new DescribeAlarmsCommand({ StateValue: 'OK' }));
    expect(quiet.MetricAlarms).toEqual([]);
  });

  it('refuses what CloudWatch refuses', async () => {
    const StartTime = new Date(0);
    const wide = { Namespace: 'Shop', MetricName: 'Sold', Period: 60, Statistics: ['Sum' as const] };
    await expect(
      client.send(new GetMetricStatisticsCommand({ ...wide, StartTime, EndTime: new Date() })),
    ).rejects.toThrow('exceeds the limit of 1440');
    await expect(
      client.send(new SetAlarmStateCommand({ AlarmName: 'no', StateValue: 'OK', StateReason: 'x' })),
    ).rejects.toThrow('Unknown alarm no');
  });
});

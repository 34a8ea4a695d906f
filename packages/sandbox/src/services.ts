import { makeApiGateway } from './aws/apigateway/api-gateway.ts';
import { makeCloudFormation } from './aws/cloudformation/cloudformation.ts';
import { type CloudFront, makeCloudFront } from './aws/cloudfront/cloudfront.ts';
import { actOnAlarms } from './aws/cloudwatch/alarm-actions.ts';
import { type CloudWatch, makeCloudWatch } from './aws/cloudwatch/cloudwatch.ts';
import { type CodeDeploy, makeCodeDeploy } from './aws/codedeploy/codedeploy.ts';
import { makeCognito } from './aws/cognito/cognito.ts';
import { makeDynamoDb } from './aws/dynamodb/dynamodb.ts';
import { type EventBridge, makeEventBridge } from './aws/eventbridge/eventbridge.ts';
import { compilePattern } from './aws/eventbridge/pattern.ts';
import { type Iam, makeIam } from './aws/iam/iam.ts';
import { type Lambda, type LambdaOptions, makeLambda } from './aws/lambda/lambda.ts';
import { type Logs, makeLogs } from './aws/logs/logs.ts';
import { makeMetricFilters } from './aws/logs/metric-filters.ts';
import { makeS3, type S3 } from './aws/s3/s3.ts';
import type { StoredMailbox } from './aws/ses/mailbox.ts';
import { makeSes } from './aws/ses/ses.ts';
import { makeSns } from './aws/sns/sns.ts';
import { makeSqs, type Sqs, type SqsOptions } from './aws/sqs/sqs.ts';
import { makeSsm } from './aws/ssm/ssm.ts';
import { makeSts } from './aws/sts/sts.ts';
import type { Edge } from './core/edge.ts';
import type { ReadHeld } from './core/held.ts';
import { judgeWork } from './core/judging-work.ts';
import type { EventBuses, Topics } from './core/ports.ts';
import type { PolicyKeeper, ResourceProvider } from './core/resource.ts';
import type { World } from './core/world.ts';
import { type Authentication, makeAuthentication } from './gateway/authentication.ts';
import type { StackRecords } from './stack/stack-records.ts';

export interface Services extends PolicyKeeper {
  /** In the order in which they are asked. */
  edges: Edge[];
  /** By resource type. */
  providers: ReadonlyMap<string, ResourceProvider>;
  iam: Iam;
  authentication: Authentication;
  lambda: Lambda;
  eventBridge: EventBridge;
  sqs: Sqs;
  mailbox: StoredMailbox;
  searchLogs: Logs['search'];
  /** What tables, buckets, queues and pools hold. */
  held: Readonly<Record<'tables' | 'buckets' | 'queues' | 'people', ReadHeld>>;
  picture: S3['picture'];
  cloudFront: CloudFront;
  cloudWatch: CloudWatch;
  codeDeploy: CodeDeploy;
  /** What makes the sandbox unusable, in a sentence that says what to do; undefined while all is well. */
  trouble(): string | undefined;
  /** What must run before resources can be made. */
  prepare(): Promise<void>;
  /** Goes on with what an earlier run left; called once all resources are made. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServiceOptions {
  records: StackRecords;
  /** Host and port under which browsers reach the web port. */
  webHost: string;
  /** A DynamoDB that runs already, instead of the one that comes with the sandbox. */
  dynamoDbEndpoint?: string | undefined;
  lambda?: Partial<LambdaOptions>;
  sqs?: SqsOptions;
}

/**
 * All emulated services, wired to one another. Lambda calls EventBridge and SNS (destinations), which call Lambda
 * (targets, subscriptions): they are handed to Lambda as ports that find them when they are used.
 */
export function makeServices(world: World, options: ServiceOptions): Services {
  const { records, webHost, dynamoDbEndpoint } = options;
  const iam = makeIam(world);
  const authentication = makeAuthentication(iam.identities, world.now);
  const logs = makeLogs(world);
  const cloudWatch = makeCloudWatch(world);
  const metricFilters = makeMetricFilters(cloudWatch.metrics);
  const codeDeploy = makeCodeDeploy(
    world,
    (functionName, aliasName) => lambda.aliases.find(functionName, aliasName)?.version,
  );
  const sqs = makeSqs(world, cloudWatch, options.sqs);
  const runningUnder = (accessKeyId: string): string | undefined => lambda.runningUnder(accessKeyId);
  const dynamoDb = makeDynamoDb(world, {
    runningUnder,
    ...(dynamoDbEndpoint !== undefined && { endpoint: dynamoDbEndpoint }),
  });
  const buses: EventBuses = { publish: (...call) => eventBridge.buses.publish(...call) };
  const ses = makeSes(world, { buses, runningUnder });
  const topics: Topics = { publish: (...call) => sns.topics.publish(...call) };
  const measured = cloudWatch.reading(metricFilters.reading({ write: () => {} }));
  logs.onPut(measured.write);
  const needs = {
    credentials: iam.identities,
    logs: cloudWatch.reading(metricFilters.reading(logs.sink)),
    queues: sqs.queues,
    ...{ buses, topics },
    streams: dynamoDb.streams,
    matches: compilePattern,
    metrics: cloudWatch.metrics,
  };
  const lambda = makeLambda(world, needs, options.lambda);
  const { invoker } = lambda;
  const eventBridge = makeEventBridge(world, { invoker, queues: sqs.queues, topics, logs: logs.sink });
  const sns = makeSns(world, {
    ...{ invoker, mailbox: ses.mailbox, queues: sqs.queues, matches: compilePattern },
  });
  actOnAlarms(world, cloudWatch.alarms, topics);
  const cognito = makeCognito(world, { invoker, mailbox: ses.mailbox });
  const apiGateway = makeApiGateway(world, {
    ...{ invoker, queues: sqs.queues, jwksFor: cognito.jwksFor },
    ...{ logs: logs.sink, metrics: cloudWatch.metrics },
  });
  const s3 = makeS3(world, {
    ...{ buses, invoker, topics, queues: sqs.queues, signerOfForm: authentication.ofForm },
    policiesOf: iam.roles.policiesOf,
  });
  const cloudFront = makeCloudFront(world, {
    buckets: s3.origin,
    apis: apiGateway.apis.get,
    domainName: webHost,
  });
  const ssm = makeSsm(world);
  const sts = makeSts(world, iam);
  const cloudFormation = makeCloudFormation(records);

  const all = [
    dynamoDb,
    sqs,
    lambda,
    eventBridge,
    cognito,
    ses,
    logs,
    apiGateway,
    sts,
    ssm,
    cloudFormation,
    sns,
  ];
  // S3 comes last.
  const edges = [...all, cloudWatch, codeDeploy, s3];
  const withResources = [
    dynamoDb,
    sqs,
    lambda,
    eventBridge,
    cognito,
    ses,
    logs,
    apiGateway,
    s3,
    iam,
    cloudFront,
    cloudWatch,
    codeDeploy,
    sns,
    ssm,
  ];
  const resources = [
    ...withResources.flatMap((service): ResourceProvider[] => service.resources),
    metricFilters.resource,
  ];
  const keepers: Record<string, PolicyKeeper> = { s3, sqs, sns, events: eventBridge, lambda };
  return {
    policyOf: (arn) => keepers[arn.split(':')[2] ?? '']?.policyOf(arn),
    edges: edges.map(({ edge }) => edge),
    providers: new Map(resources.map((provider) => [provider.type, provider])),
    ...{
      iam,
      authentication,
      lambda,
      eventBridge,
      cloudFront,
      cloudWatch,
      codeDeploy,
      sqs,
      mailbox: ses.mailbox,
    },
    searchLogs: logs.search,
    held: { tables: dynamoDb.held, buckets: s3.held, queues: sqs.held, people: cognito.held },
    picture: s3.picture,
    trouble: dynamoDb.trouble,
    prepare: dynamoDb.start,
    async start() {
      if (cloudWatch.alarms.all().length > 0) judgeWork(world.observe, world.judging);
      iam.start();
      cloudWatch.start();
      lambda.start();
      eventBridge.start();
      sns.start();
      sqs.start();
      s3.start();
    },
    async stop() {
      cloudWatch.stop();
      await lambda.stop();
      eventBridge.stop();
      sqs.stop();
      s3.stop();
      await dynamoDb.stop();
      logs.stop();
    },
  };
}

import { shown } from '../../template/faults.ts';
import type { Resource } from '../../template/sam/expansion.ts';
import {
  choice,
  each,
  functionOf,
  most,
  numberAt,
  numberOf,
  type Refusal,
  range,
  referred,
  type Surroundings,
  serviceOf,
  textAt,
  valuesAt,
} from './refusal.ts';

const mapping = 'AWS::Lambda::EventSourceMapping';
const guide = 'https://docs.aws.amazon.com/lambda/latest/dg';
const api = `${guide}/API_CreateEventSourceMapping.html`;

/** The defaults of Lambda and SQS. */
const defaultTimeoutSeconds = 3;
const defaultVisibilitySeconds = 30;

const sourceOf = (properties: Resource['properties'], around: Surroundings): string | undefined =>
  serviceOf(properties.EventSourceArn, around);

const isFifo = (queue: Resource | undefined): boolean =>
  textAt(queue?.properties ?? {}, 'FifoQueue') === 'true';

/** Properties that streams alone have. */
const ofStreams = [
  ...['StartingPosition', 'BisectBatchOnFunctionError', 'MaximumRetryAttempts', 'MaximumRecordAgeInSeconds'],
  ...['ParallelizationFactor', 'TumblingWindowInSeconds', 'DestinationConfig'],
];

export const sourceRefusals: Refusal[] = [
  range(mapping, 'BatchSize', 1, 10_000),
  range(mapping, 'MaximumBatchingWindowInSeconds', 0, 300, ' seconds'),
  range(mapping, 'ScalingConfig.MaximumConcurrency', 2, 1000),
  range(mapping, 'MaximumRetryAttempts', -1, 10_000),
  range(mapping, 'ParallelizationFactor', 1, 10),
  choice(mapping, 'FunctionResponseTypes[]', ['ReportBatchItemFailures']),
  most(mapping, 'FilterCriteria.Filters', 20),
  each(
    mapping,
    'MaximumRecordAgeInSeconds',
    'Lambda EventSourceMapping: MaximumRecordAgeInSeconds neither -1 nor 60 to 604800',
    ({ value }) => {
      const age = numberOf(value);
      const fits = age === -1 || (age !== undefined && age >= 60 && age <= 604_800);
      return fits ? undefined : `is ${shown(value)}; it is -1 for no end, or 60 to 604800 seconds`;
    },
  ),
  {
    type: mapping,
    rule: 'Lambda EventSourceMapping: a queue whose visibility timeout is below the timeout of the function',
    page: `${guide}/services-sqs-configure.html`,
    *find({ properties }, around) {
      const queue = referred(properties.EventSourceArn, around);
      const target = functionOf(properties.FunctionName, around);
      if (queue?.type !== 'AWS::SQS::Queue' || !target) return;
      const timeout = settingOf(target, 'Timeout', defaultTimeoutSeconds);
      const visibility = settingOf(queue, 'VisibilityTimeout', defaultVisibilitySeconds);
      if (timeout !== undefined && visibility !== undefined && visibility < timeout)
        yield {
          path: ['EventSourceArn'],
          sentence: `is ${queue.logicalId}. Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds of ${target.logicalId}; VisibilityTimeout is at least as long, better six times`,
        };
    },
  },
  {
    type: mapping,
    rule: 'Lambda EventSourceMapping: more than 10 messages of a queue without a batching window (streams need none)',
    page: `${guide}/services-sqs-configure.html`,
    *find({ properties }, around) {
      const size = numberAt(properties, 'BatchSize') ?? 0;
      const [window] = valuesAt(properties, 'MaximumBatchingWindowInSeconds');
      const none = window === undefined || numberOf(window.value) === 0;
      if (
        size > 10 &&
        none &&
        sourceOf(properties, around) === 'sqs' &&
        !isFifo(referred(properties.EventSourceArn, around))
      )
        yield {
          path: ['BatchSize'],
          sentence: `is ${size}; more than 10 messages of a queue need a MaximumBatchingWindowInSeconds of at least 1`,
        };
    },
  },
  {
    type: mapping,
    rule: 'Lambda EventSourceMapping: more than 10 messages, or a batching window, of a FIFO queue',
    page: `${guide}/services-sqs-configure.html`,
    *find({ properties }, around) {
      if (!isFifo(referred(properties.EventSourceArn, around))) return;
      const size = numberAt(properties, 'BatchSize') ?? 0;
      if (size > 10) yield { path: ['BatchSize'], sentence: `is ${size}; the most of a FIFO queue are 10` };
      if ((numberAt(properties, 'MaximumBatchingWindowInSeconds') ?? 0) > 0)
        yield {
          path: ['MaximumBatchingWindowInSeconds'],
          sentence: 'does not go with a FIFO queue; leave it out',
        };
    },
  },
  {
    type: mapping,
    rule: 'Lambda EventSourceMapping: properties of streams for a queue',
    page: api,
    *find({ properties }, around) {
      if (sourceOf(properties, around) !== 'sqs') return;
      for (const name of ofStreams) {
        if (properties[name] !== undefined)
          yield { path: [name], sentence: 'does not go with a queue; leave it out' };
      }
    },
  },
  {
    type: mapping,
    rule: 'Lambda EventSourceMapping: ScalingConfig for a stream',
    page: api,
    *find({ properties }, around) {
      if (sourceOf(properties, around) === 'dynamodb' && properties.ScalingConfig !== undefined)
        yield { path: ['ScalingConfig'], sentence: 'does not go with a stream; ParallelizationFactor does' };
    },
  },
  {
    type: mapping,
    rule: 'Lambda EventSourceMapping: a stream without StartingPosition, or with one that it has not',
    page: api,
    *find({ properties }, around) {
      if (sourceOf(properties, around) !== 'dynamodb') return;
      const path = ['StartingPosition'];
      const right = 'it is TRIM_HORIZON for everything that the stream holds, or LATEST';
      if (properties.StartingPosition === undefined) yield { path, sentence: `is missing; ${right}` };
      const position = textAt(properties, 'StartingPosition');
      if (position !== undefined && !['TRIM_HORIZON', 'LATEST'].includes(position))
        yield { path, sentence: `is ${shown(position)}; ${right}` };
    },
  },
  {
    type: mapping,
    rule: 'Lambda EventSourceMapping: the stream of a table that has none',
    page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html',
    *find({ properties }, around) {
      const table = referred(properties.EventSourceArn, around);
      if (table?.type === 'AWS::DynamoDB::Table' && table.properties.StreamSpecification === undefined)
        yield {
          path: ['EventSourceArn'],
          sentence: `is the stream of ${table.logicalId}, which has none; give the table a StreamSpecification`,
        };
    },
  },
];

/** Undefined while it is known only later. */
function settingOf({ properties }: Resource, name: string, otherwise: number): number | undefined {
  return properties[name] === undefined ? otherwise : numberAt(properties, name);
}

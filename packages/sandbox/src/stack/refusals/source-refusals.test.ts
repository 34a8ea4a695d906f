import { rowsOf, rowsOn, testRefusals } from '../../../test/refusal-rows.ts';

const queueArn = 'arn:aws:sqs:x:1:y';
const streamArn = 'arn:aws:dynamodb:x:1:table/y/stream/z';

/** A mapping from a queue `Q` to a function `F`. */
const pair = (queue: string, fn: string, mapping = ''): string => `
M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Q.Arn, FunctionName: !Ref F, ${mapping} } }
Q: { Type: AWS::SQS::Queue, Properties: { ${queue} } }
F: { Type: AWS::Lambda::Function, Properties: { ${fn} } }`;

describe('refusals of event source mappings', () => {
  testRefusals(
    rowsOn('AWS::Lambda::EventSourceMapping', [
      [
        'Lambda EventSourceMapping: BatchSize outside 1 to 10000',
        'BatchSize: 0',
        'is 0; it is a whole number, 1 to 10000',
      ],
      [
        'Lambda EventSourceMapping: MaximumBatchingWindowInSeconds outside 0 to 300 seconds',
        'MaximumBatchingWindowInSeconds: 301',
        'is 301',
      ],
      [
        'Lambda EventSourceMapping: ScalingConfig.MaximumConcurrency outside 2 to 1000',
        'ScalingConfig: { MaximumConcurrency: 1 }',
        'is 1',
      ],
      [
        'Lambda EventSourceMapping: MaximumRetryAttempts outside -1 to 10000',
        'MaximumRetryAttempts: -2',
        'is -2',
        'MaximumRetryAttempts: -1',
      ],
      [
        'Lambda EventSourceMapping: ParallelizationFactor outside 1 to 10',
        'ParallelizationFactor: 11',
        'is 11',
      ],
      [
        'Lambda EventSourceMapping: unknown FunctionResponseTypes',
        'FunctionResponseTypes: [Report]',
        'it is ReportBatchItemFailures',
      ],
      [
        'Lambda EventSourceMapping: FilterCriteria.Filters, more than 20',
        `FilterCriteria: { Filters: [${'{},'.repeat(21)}] }`,
        'has 21 entries',
      ],
      [
        'Lambda EventSourceMapping: MaximumRecordAgeInSeconds neither -1 nor 60 to 604800',
        'MaximumRecordAgeInSeconds: 30',
        'is 30; it is -1 for no end',
        'MaximumRecordAgeInSeconds: -1',
      ],
      [
        'Lambda EventSourceMapping: more than 10 messages of a queue without a batching window (streams need none)',
        `EventSourceArn: ${queueArn}, BatchSize: 11`,
        'need a MaximumBatchingWindowInSeconds of at least 1',
        `EventSourceArn: ${queueArn}, BatchSize: 11, MaximumBatchingWindowInSeconds: 1`,
      ],
      [
        'Lambda EventSourceMapping: more than 10 messages of a queue without a batching window (streams need none)',
        `EventSourceArn: ${queueArn}, BatchSize: 11, MaximumBatchingWindowInSeconds: 0`,
        'is 11',
        `EventSourceArn: ${streamArn}, BatchSize: 100`,
      ],
      [
        'Lambda EventSourceMapping: properties of streams for a queue',
        `EventSourceArn: ${queueArn}, StartingPosition: LATEST`,
        'StartingPosition: does not go with a queue',
        `EventSourceArn: ${streamArn}, StartingPosition: LATEST`,
      ],
      [
        'Lambda EventSourceMapping: ScalingConfig for a stream',
        `EventSourceArn: ${streamArn}, ScalingConfig: { MaximumConcurrency: 2 }`,
        'does not go with a stream',
        `EventSourceArn: ${queueArn}, ScalingConfig: { MaximumConcurrency: 2 }`,
      ],
      [
        'Lambda EventSourceMapping: a stream without StartingPosition, or with one that it has not',
        `EventSourceArn: ${streamArn}`,
        'is missing; it is TRIM_HORIZON',
        `EventSourceArn: ${queueArn}`,
      ],
      [
        'Lambda EventSourceMapping: a stream without StartingPosition, or with one that it has not',
        `EventSourceArn: ${streamArn}, StartingPosition: AT_TIMESTAMP`,
        'is "AT_TIMESTAMP"',
        `EventSourceArn: ${streamArn}, StartingPosition: LATEST`,
      ],
    ]),
  );

  testRefusals(
    rowsOf([
      [
        'Lambda EventSourceMapping: a queue whose visibility timeout is below the timeout of the function',
        pair('VisibilityTimeout: 20', 'Timeout: 21'),
        'is Q. Queue visibility timeout: 20 seconds is less than Function timeout: 21 seconds of F',
        pair('VisibilityTimeout: 21', 'Timeout: 21'),
      ],
      [
        'Lambda EventSourceMapping: a queue whose visibility timeout is below the timeout of the function',
        pair('', 'Timeout: 31'),
        'Queue visibility timeout: 30 seconds',
        pair('', ''),
      ],
      [
        'Lambda EventSourceMapping: a queue whose visibility timeout is below the timeout of the function',
        pair('VisibilityTimeout: 2', ''),
        'Function timeout: 3 seconds',
        pair('VisibilityTimeout: !Ref Later', 'Timeout: 60'),
      ],
      [
        'Lambda EventSourceMapping: more than 10 messages, or a batching window, of a FIFO queue',
        pair('FifoQueue: true', '', 'BatchSize: 11'),
        'is 11; the most of a FIFO queue are 10',
        pair('FifoQueue: true', '', 'BatchSize: 10'),
      ],
      [
        'Lambda EventSourceMapping: the stream of a table that has none',
        'M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt T.StreamArn } }\nT: { Type: AWS::DynamoDB::Table, Properties: {} }',
        'is the stream of T, which has none',
        'M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt T.StreamArn } }\nT: { Type: AWS::DynamoDB::Table, Properties: { StreamSpecification: { StreamViewType: NEW_IMAGE } } }',
      ],
    ]),
  );
});

import { rowsOf, rowsOn, testRefusals } from '../../../test/refusal-rows.ts';

const dead = (own: string, its: string): string => `
X: { Type: AWS::SQS::Queue, Properties: { FifoQueue: ${own}, RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 3 } } }
D: { Type: AWS::SQS::Queue, Properties: { FifoQueue: ${its} } }`;

describe('refusals of queues and topics', () => {
  testRefusals([
    ...rowsOn('AWS::SQS::Queue', [
      [
        'SQS Queue: VisibilityTimeout outside 0 to 43200 seconds',
        'VisibilityTimeout: 43201',
        'is 43201',
        'VisibilityTimeout: 0',
      ],
      ['SQS Queue: DelaySeconds outside 0 to 900 seconds', 'DelaySeconds: 901', 'is 901'],
      [
        'SQS Queue: MessageRetentionPeriod outside 60 to 1209600 seconds',
        'MessageRetentionPeriod: 59',
        'is 59',
      ],
      [
        'SQS Queue: ReceiveMessageWaitTimeSeconds outside 0 to 20 seconds',
        'ReceiveMessageWaitTimeSeconds: 21',
        'is 21',
      ],
      ['SQS Queue: MaximumMessageSize outside 1024 to 1048576 bytes', 'MaximumMessageSize: 1000', 'is 1000'],
      [
        'SQS Queue: KmsDataKeyReusePeriodSeconds outside 60 to 86400 seconds',
        'KmsDataKeyReusePeriodSeconds: 1',
        'is 1',
      ],
      [
        'SQS Queue: malformed QueueName, or one without .fifo where FifoQueue is true',
        'QueueName: a.b',
        'is "a.b"; it has up to 80 letters',
        'QueueName: a-b_c',
      ],
      [
        'SQS Queue: malformed QueueName, or one without .fifo where FifoQueue is true',
        'QueueName: a, FifoQueue: true',
        'of no other, ends with .fifo',
        'QueueName: a.fifo, FifoQueue: true',
      ],
      [
        'SQS Queue: properties of FIFO queues for a standard queue',
        'ContentBasedDeduplication: true',
        'goes with FifoQueue true alone',
        'FifoQueue: true, ContentBasedDeduplication: true',
      ],
      [
        'SQS Queue: a RedrivePolicy without queue, or with a maxReceiveCount outside 1 to 1000',
        'RedrivePolicy: { deadLetterTargetArn: x, maxReceiveCount: 0 }',
        'maxReceiveCount: is 0; it is a whole number, 1 to 1000',
        "RedrivePolicy: { deadLetterTargetArn: x, maxReceiveCount: '5' }",
      ],
      [
        'SQS Queue: a RedrivePolicy without queue, or with a maxReceiveCount outside 1 to 1000',
        'RedrivePolicy: { maxReceiveCount: 1 }',
        'has no deadLetterTargetArn',
        'RedrivePolicy: !Ref Later',
      ],
    ]),
    ...rowsOf([
      [
        'SQS Queue: a dead-letter queue of the other kind, standard or FIFO, or none',
        dead('true', 'false'),
        'is D, a queue of the other kind',
        dead('true', 'true'),
      ],
    ]),
    ...rowsOn('AWS::SNS::Topic', [
      [
        'SNS Topic: malformed TopicName, or one without .fifo where FifoTopic is true',
        'TopicName: a b',
        'it has up to 256 letters',
        'TopicName: a-b',
      ],
    ]),
    ...rowsOn('AWS::SNS::Subscription', [
      [
        'SNS Subscription: unknown Protocol',
        'Protocol: mail',
        'is "mail"; it is sqs, lambda',
        'Protocol: sqs',
      ],
      ['SNS Subscription without TopicArn', 'Protocol: sqs', 'X.TopicArn: is missing', 'TopicArn: x'],
      [
        'SNS Subscription: an Endpoint that does not fit its Protocol',
        'Protocol: sqs, Endpoint: me@example.com',
        'for sqs it is the ARN of a queue',
        'Protocol: sqs, Endpoint: "arn:aws:sqs:x:1:y"',
      ],
      [
        'SNS Subscription: an Endpoint that does not fit its Protocol',
        'Protocol: email',
        'is missing; for email it is an address',
        'Protocol: email, Endpoint: me@example.com',
      ],
      [
        'SNS Subscription: unknown FilterPolicyScope',
        'FilterPolicyScope: Body',
        'it is MessageAttributes or MessageBody',
      ],
      [
        'SNS Subscription: RawMessageDelivery for another protocol than sqs, http, https and firehose',
        'Protocol: lambda, RawMessageDelivery: true',
        'does not go with lambda',
        'Protocol: sqs, RawMessageDelivery: true',
      ],
    ]),
    ...rowsOn('AWS::Logs::LogGroup', [
      [
        'Logs LogGroup: unknown RetentionInDays',
        'RetentionInDays: 10',
        'is 10; it is 1, 3, 5, 7, 14',
        'RetentionInDays: 14',
      ],
      [
        'Logs LogGroup: malformed LogGroupName',
        'LogGroupName: a b',
        'is "a b"; it has up to 512',
        'LogGroupName: /aws/lambda/x',
      ],
      [
        'Logs LogGroup: LogGroupName that begins with aws/',
        'LogGroupName: aws/x',
        'names that begin with aws/ are kept for AWS',
        'LogGroupName: /aws/x',
      ],
    ]),
  ]);
});

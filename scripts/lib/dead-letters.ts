import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { type EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, type LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ListDeadLetterSourceQueuesCommand,
  type Message,
  paginateListQueues,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { CommandError } from './command.ts';
import { outboxRecords, type RecordPlace } from './stream-records.ts';

export interface Queue {
  name: string;
  url: string;
}

export interface Letter {
  messageId: string;
  receiptHandle: string;
  body: string;
  /** Why it lies here, in words. */
  reason: string;
  /** What it is about, without its payload. */
  subject: string;
  /** What failed at it: a function, or the target of a rule. Absent when it came from a queue. */
  wayBack?:
    | { kind: 'function'; arn: string; payload: string }
    | { kind: 'rule'; arn: string }
    | { kind: 'execution' }
    | { kind: 'stream'; arn: string; place: RecordPlace };
}

/** Seconds for which the letters are hidden from others while they are read and sent. */
const readingSeconds = 120;

/**
 * The queue whose name has `name` as one of its parts (a logical id, as CloudFormation joins names), else the only one whose name holds it.
 * @throws CommandError when no queue, or more than one, is meant
 */
export async function findQueue(sqs: SQSClient, name: string, stack: string): Promise<Queue> {
  const found: Queue[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues(
    { client: sqs },
    stack ? { QueueNamePrefix: stack } : {},
  )) {
    for (const url of QueueUrls) {
      const queueName = url.split('/').at(-1) ?? '';
      if (queueName.includes(name)) found.push({ name: queueName, url });
    }
  }
  const named = found.filter((one) => one.name.split('-').includes(name));
  const [queue, other] = named.length > 0 ? named : found;
  if (!queue) throw new CommandError(`There is no queue whose name holds ${name}.`);
  if (other) throw new CommandError(`Several queues are meant: ${found.map((one) => one.name).join(', ')}.`);
  return queue;
}

/** Reads every message once. They stay hidden from others for two minutes, unless they are put back. */
export async function readLetters(sqs: SQSClient, queue: Queue): Promise<Letter[]> {
  const letters: Letter[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.url,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: readingSeconds,
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return letters;
    letters.push(...Messages.map(letterOf));
  }
}

/** Makes a letter visible again, as if nobody had read it. */
export async function putBack(sqs: SQSClient, { url }: Queue, { receiptHandle }: Letter): Promise<void> {
  await sqs.send(
    new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: receiptHandle, VisibilityTimeout: 0 }),
  );
}

export const describeLetter = ({ messageId, subject, reason }: Letter): string =>
  `${messageId}  ${subject}\n  ${reason}`;

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const failedInvocation = z.object({
  requestContext: z.object({
    functionArn: z.string(),
    condition: z.string(),
    approximateInvokeCount: z.number().optional(),
  }),
  requestPayload: z.unknown(),
  responsePayload: z
    .object({ errorType: z.string().optional(), errorMessage: z.string().optional() })
    .nullish(),
});
const failedBatch = z.object({
  requestContext: z.object({ functionArn: z.string(), condition: z.string() }),
  DDBStreamBatchInfo: z.object({
    batchSize: z.number(),
    streamArn: z.string(),
    shardId: z.string(),
    startSequenceNumber: z.string(),
    endSequenceNumber: z.string(),
  }),
});
/** What the relay answers when it has sent them all. */
const relayed = z.object({ batchItemFailures: z.array(z.unknown()).length(0) });
const event = z.object({ 'detail-type': z.string(), id: z.string().optional() });

export function letterOf({
  MessageId = '',
  ReceiptHandle = '',
  Body = '',
  MessageAttributes = {},
}: Message): Letter {
  const common = { messageId: MessageId, receiptHandle: ReceiptHandle, body: Body };
  const parsed = parse(Body);
  const attribute = (name: string): string | undefined => MessageAttributes[name]?.StringValue;

  const batch = failedBatch.safeParse(parsed);
  if (batch.success) {
    const { requestContext, DDBStreamBatchInfo } = batch.data;
    const { functionArn: arn, condition: reason } = requestContext;
    const subject = `${DDBStreamBatchInfo.batchSize} records of a stream → ${nameOf(arn)}`;
    return { ...common, subject, reason, wayBack: { kind: 'stream', arn, place: DDBStreamBatchInfo } };
  }
  const invocation = failedInvocation.safeParse(parsed);
  if (invocation.success) {
    const { requestContext, requestPayload, responsePayload } = invocation.data;
    const { functionArn: arn, condition, approximateInvokeCount: times } = requestContext;
    const error = responsePayload ? `: ${responsePayload.errorType}: ${responsePayload.errorMessage}` : '';
    return {
      ...common,
      subject: `${subjectOf(requestPayload)} → ${nameOf(arn)}`,
      reason: `${condition}${times === undefined ? '' : ` after ${times} attempts`}${error}`,
      wayBack: { kind: 'function', arn, payload: JSON.stringify(requestPayload) },
    };
  }
  const rule = attribute('RULE_ARN');
  if (rule !== undefined) {
    const [code, message] = [attribute('ERROR_CODE'), attribute('ERROR_MESSAGE')];
    return {
      ...common,
      subject: `${subjectOf(parsed)} → target of ${rule.split('/').at(-1)}`,
      reason: `${code ?? 'NOT_DELIVERED'}: ${message ?? 'EventBridge gave up'}`,
      wayBack: { kind: 'rule', arn: rule },
    };
  }
  // What a dead-letter queue of Lambda gets names no function.
  if (attribute('RequestID') !== undefined)
    return {
      ...common,
      subject: 'what an execution was started with',
      reason: attribute('ErrorMessage') ?? 'it failed',
      wayBack: { kind: 'execution' },
    };
  return {
    ...common,
    subject: subjectOf(parsed),
    reason: 'its consumer failed as often as the queue allows',
  };
}

interface Ways {
  sqs: SQSClient;
  lambda: LambdaClient;
  events: EventBridgeClient;
  streams: DynamoDBStreamsClient;
}

/** Sends one letter to where it failed and deletes it. @returns 'sent', or why it stays */
export async function sendBack(ways: Ways, queue: Queue, letter: Letter): Promise<string> {
  const { sqs, lambda, events } = ways;
  const { wayBack } = letter;
  if (wayBack?.kind === 'function') await call(lambda, wayBack.arn, wayBack.payload);
  else if (wayBack?.kind === 'stream') {
    const complaint = await relayAgain(ways, wayBack.arn, wayBack.place);
    if (complaint !== undefined) return complaint;
  } else if (wayBack?.kind === 'execution') {
    // Without a name: that of the one before is taken.
    const [fn, other] = await functionsWithDeadLetters(lambda, queue);
    if (fn === undefined || other !== undefined) return 'it is not known whose execution failed';
    await call(lambda, `${fn}:live`, letter.body);
  } else if (wayBack) {
    const [, bus, rule] = /:rule\/(?:(.+)\/)?([^/]+)$/.exec(wayBack.arn) ?? [];
    const { Targets = [] } = await events.send(
      new ListTargetsByRuleCommand({ Rule: rule, ...(bus !== undefined && { EventBusName: bus }) }),
    );
    for (const { Arn = '' } of Targets) {
      if (Arn.includes(':lambda:')) await call(lambda, Arn, letter.body);
      else if (Arn.includes(':sqs:')) await post(sqs, urlBeside(queue, Arn), letter.body);
      else return `its target ${Arn} is neither a function nor a queue`;
    }
    if (Targets.length === 0) return 'its rule has no target any more';
  } else {
    const { queueUrls = [] } = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: queue.url }));
    const [source, other] = queueUrls;
    if (source === undefined || other !== undefined) return 'it is not known which queue it came from';
    await post(sqs, source, letter.body);
  }
  await sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: letter.receiptHandle }));
  return 'sent';
}

/** Reads the records from the stream and hands them to the relay, whose answer is waited for. @returns why it did not work */
async function relayAgain(
  { lambda, streams }: Ways,
  arn: string,
  place: RecordPlace,
): Promise<string | undefined> {
  const Records = await outboxRecords(streams, place);
  if (!Records) return 'the stream has its records no more, which it keeps for a day';
  const Payload = Buffer.from(JSON.stringify({ Records }));
  const answer = await lambda.send(new InvokeCommand({ FunctionName: arn, Payload }));
  const parsed = relayed.safeParse(parse(Buffer.from(answer.Payload ?? '').toString('utf8')));
  return parsed.success ? undefined : 'the relay fails at its records again';
}

/** ARNs of the functions whose own dead-letter queue this is. */
async function functionsWithDeadLetters(lambda: LambdaClient, { name }: Queue): Promise<string[]> {
  const found: string[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {}))
    for (const { FunctionArn, DeadLetterConfig } of Functions)
      if (FunctionArn && DeadLetterConfig?.TargetArn?.split(':').at(-1) === name) found.push(FunctionArn);
  return found;
}

const call = (lambda: LambdaClient, FunctionName: string, payload: string) =>
  lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: Buffer.from(payload) }));

const post = (sqs: SQSClient, QueueUrl: string, MessageBody: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));

/** Queues of one account and region have the same address but for the name. */
const urlBeside = ({ url, name }: Queue, arn: string): string =>
  url.slice(0, -name.length) + (arn.split(':').at(-1) ?? '');

const nameOf = (arn: string): string => arn.split(':function:').at(-1) ?? arn;

function subjectOf(payload: unknown): string {
  const { data } = event.safeParse(payload);
  return data ? `${data['detail-type']}${data.id === undefined ? '' : ` ${data.id}`}` : 'a message';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { HttpAnswer } from './http-answer.ts';
import type { HttpRequest } from './http-request.ts';
import type { WorkName } from './observe.ts';
import type { Principal } from './principal.ts';

/**
 * What one emulated service needs of another, so that each folder can be read, and tested, alone. Whoever calls a resource says
 * as whom, as it is in AWS: `caller` is never left out.
 */

export interface InvocationResult {
  /** The function's answer, or the error document `{ errorType, errorMessage, trace }`, as JSON text. */
  payload: string;
  /** `Unhandled` when the function threw, timed out or crashed. */
  functionError?: 'Unhandled';
  executedVersion: string;
}

/** Lambda, as its event sources see it. ARNs may carry a version or alias. */
export interface FunctionInvoker {
  /** Runs the function and waits. @throws AwsError `ResourceNotFoundException`, `TooManyRequestsException` */
  invoke(caller: Principal, functionArn: string, payload: string): Promise<InvocationResult>;
  /**
   * The event is stored when this returns, in the caller's transaction if there is one; retries and the OnFailure
   * destination follow the EventInvokeConfig. @throws AwsError before anything is written
   */
  invokeAsync(caller: Principal, functionArn: string, payload: string, cause?: WorkName): WorkName;
}

export interface QueueMessage {
  messageId: string;
  receiptHandle: string;
  body: string;
  /** `ApproximateReceiveCount`, `SentTimestamp`, … as SQS names them. */
  attributes: Record<string, string>;
  messageAttributes: Record<string, { stringValue: string; dataType: string }>;
  md5OfBody: string;
}

/** SQS, as other services see it. */
export interface Queues {
  /**
   * The message is stored when this returns, in the caller's transaction if there is one.
   * @param cause the work that sends it
   * @returns the message's name @throws AwsError `AWS.SimpleQueueService.NonExistentQueue`, before anything is written
   */
  send(
    caller: Principal,
    queueArn: string,
    body: string,
    messageAttributes?: Record<string, string>,
    cause?: WorkName,
  ): WorkName;
  /**
   * Takes up to `max` visible messages and hides them for the queue's visibility timeout, in real time, as they are
   * being worked on until `settle`, or until the sandbox ends.
   */
  receive(caller: Principal, queueArn: string, max: number): QueueMessage[];
  /**
   * Ends the work on messages, by their receipt handles: what is done is deleted. What failed becomes visible again at
   * the end of its timeout, of which the rest is a wait between two attempts now and runs on the fast clock.
   */
  settle(caller: Principal, queueArn: string, done: readonly string[], failed: readonly string[]): void;
  visibilityTimeoutSeconds(caller: Principal, queueArn: string): number;
  /** Calls back whenever a message may have become visible. @returns a function that unsubscribes. */
  onMessage(queueArn: string, callback: () => void): () => void;
}

export interface BusEvent {
  id: string;
  source: string;
  'detail-type': string;
  account: string;
  region: string;
  /** ISO 8601, whole seconds, as EventBridge writes it. */
  time: string;
  resources: string[];
  detail: unknown;
}

/** EventBridge, as services that emit events (S3) see it. */
export interface EventBuses {
  /**
   * Every delivery that the rules ask for is stored, or made, when this returns, in the caller's transaction if there is
   * one. `account` and `region` are filled in. @returns the event's id @throws AwsError `ResourceNotFoundException`
   */
  publish(
    caller: Principal,
    busNameOrArn: string,
    event: Omit<BusEvent, 'id' | 'account' | 'region'>,
  ): string;
}

export interface Mail {
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  /** Request id of the invocation that sent it; absent when nobody's did. */
  by?: string | undefined;
}

/** The mailbox where SES and Cognito deliver. */
export interface Mailbox {
  deliver(mail: Mail): void;
}

/** The part of DynamoDB streams that event source mappings read; record shapes as in the Streams API. */
export interface TableStreams {
  shards(caller: Principal, streamArn: string): Promise<string[]>;
  iterator(
    caller: Principal,
    streamArn: string,
    shardId: string,
    position: 'TRIM_HORIZON' | 'LATEST' | { after: string },
  ): Promise<string>;
  /** `next` is absent when the shard is closed and read to its end. */
  read(
    caller: Principal,
    iterator: string,
    limit: number,
  ): Promise<{ records: StreamRecord[]; next?: string }>;
  /** Calls back whenever the table behind the stream was written. @returns a function that unsubscribes. */
  onWrite(streamArn: string, callback: () => void): () => void;
}

export interface StreamRecord {
  eventID: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  eventVersion: string;
  eventSource: 'aws:dynamodb';
  awsRegion: string;
  dynamodb: { SequenceNumber: string; ApproximateCreationDateTime: number; [member: string]: unknown };
  userIdentity?: { type: string; principalId: string };
}

/** CloudWatch Logs, as the functions' console sees it. */
export interface LogSink {
  write(caller: Principal, logGroup: string, logStream: string, message: string): void;
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** IAM's and STS's part that runs functions under their roles. */
export interface CredentialIssuer {
  /**
   * @param caller has to be let in by the role's trust policy
   * @param session becomes the last part of the caller's ARN
   * @param seconds how long the session lasts; until it is revoked unless told
   */
  assume(caller: Principal, roleArn: string, session: string, seconds?: number): Credentials;
  /** Every later call signed with it is refused with `ExpiredTokenException`; links that it signed live on. */
  revoke(accessKeyId: string): void;
}

/** A public HTTP origin inside the sandbox (an HTTP API, a bucket behind the distribution). */
export interface HttpOrigin {
  /** By the bucket's or the API's CORS rules: whether pages of this origin may do this. */
  lets(origin: string, method: string): boolean;
  /** @param request whose target is what the origin is to see */
  answer(caller: Principal, request: HttpRequest): Promise<HttpAnswer>;
}

export interface TopicMessage {
  message: string;
  subject?: string | undefined;
  /** By name, as SNS writes them. */
  attributes?: Record<string, { Type: string; Value: string }>;
  /** The work that tells it. */
  cause?: WorkName | undefined;
}

/** SNS, as those see it that tell something. */
export interface Topics {
  /**
   * Hands a message to the subscriptions of a topic, in the caller's transaction if there is one; to nobody when there
   * are none. @returns the message's id @throws AwsError `NotFound` for a topic that is not there
   */
  publish(caller: Principal, topicArn: string, message: TopicMessage): string;
}

/** CloudWatch's asking for what has no event of its own, such as the depth of a queue. */
export interface Gauges {
  /**
   * Calls `gauge`, which puts its values, once a minute of AWS time while anything is measured.
   * @param gauge answers whether it has to be asked again although nothing else happens
   */
  askBefore(gauge: () => boolean): void;
}

/** When something was measured, on both clocks. */
export interface Moment {
  /** Milliseconds since the epoch. */
  real: number;
  /** Reading of the judging clock. */
  aws: number;
}

/** CloudWatch's metrics, as services that measure see them. */
export interface MetricSink {
  /**
   * One value.
   * @param at now, unless told
   * @param dimensionSets the sets of dimensions under which it can be found; `{}` is a metric without dimensions
   */
  put(
    namespace: string,
    name: string,
    value: number,
    dimensionSets: readonly Readonly<Record<string, string>>[],
    at?: Moment,
  ): void;
}

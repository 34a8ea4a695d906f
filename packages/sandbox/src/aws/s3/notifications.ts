import type { FunctionInvoker, Queues, Topics } from '../../core/ports.ts';
import { type Principal, servicePrincipal } from '../../core/principal.ts';
import { arnOf, type Bucket, type BucketNotification } from './bucket-store.ts';
import type { Cause, CreationReason, DeletionType } from './write-cause.ts';

/** Whom a bucket tells of its writes by itself, beside the event bus. */
export interface NotificationTargets {
  invoker: Pick<FunctionInvoker, 'invokeAsync'>;
  queues: Pick<Queues, 'send'>;
  topics: Topics;
}

/** An object that was written or removed. */
export interface NotifiedObject {
  key: string;
  size?: number;
  eTag?: string;
  versionId?: string;
  sequencer: string;
}

/** As the names of events end. */
const names: Record<CreationReason | DeletionType, string> = {
  PutObject: 'ObjectCreated:Put',
  'POST Object': 'ObjectCreated:Post',
  CopyObject: 'ObjectCreated:Copy',
  CompleteMultipartUpload: 'ObjectCreated:CompleteMultipartUpload',
  'Permanently Deleted': 'ObjectRemoved:Delete',
  'Delete Marker Created': 'ObjectRemoved:DeleteMarkerCreated',
};

export interface NotifierOptions extends NotificationTargets {
  region: string;
  accountId: string;
  now(): number;
  /** One line for the terminal. */
  report(line: string): void;
}

/**
 * Tells functions, queues and topics of a bucket's NotificationConfiguration, in the transaction of the write. A target that does not
 * take it is named in the terminal; the write stands. The test message that S3 sends to a new queue or topic is not sent.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function makeNotifier({ invoker, queues, topics, region, accountId, now, report }: NotifierOptions) {
  function recordOf(
    { id }: BucketNotification,
    bucket: Bucket,
    eventName: string,
    { key, ...object }: NotifiedObject,
    cause: Cause,
  ): object {
    const owner = { principalId: accountId };
    return {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: region,
      eventTime: new Date(now()).toISOString(),
      eventName,
      userIdentity: owner,
      requestParameters: { sourceIPAddress: cause.sourceIp },
      responseElements: { 'x-amz-request-id': cause.requestId, 'x-amz-id-2': cause.requestId },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: id,
        bucket: { name: bucket.name, ownerIdentity: owner, arn: arnOf(bucket) },
        object: { key: encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+'), ...object },
      },
    };
  }

  function send(caller: Principal, targetArn: string, text: string): void {
    const service = targetArn.split(':')[2];
    if (service === 'lambda') invoker.invokeAsync(caller, targetArn, text);
    else if (service === 'sqs') queues.send(caller, targetArn, text);
    else topics.publish(caller, targetArn, { subject: 'Amazon S3 Notification', message: text });
  }

  return {
    tell(bucket: Bucket, what: CreationReason | DeletionType, object: NotifiedObject, cause: Cause): void {
      const eventName = names[what];
      const caller = servicePrincipal('s3', arnOf(bucket), accountId);
      for (const notification of bucket.notifications.filter((each) => covers(each, eventName, object.key))) {
        const text = JSON.stringify({ Records: [recordOf(notification, bucket, eventName, object, cause)] });
        try {
          send(caller, notification.targetArn, text);
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          report(`S3: ${notification.targetArn} was not told of ${eventName} in ${bucket.name}: ${why}`);
        }
      }
    },
  };
}

export type Notifier = ReturnType<typeof makeNotifier>;

/** Whether a notification asks for this event of this key. */
export function covers(
  { event, prefix, suffix }: BucketNotification,
  eventName: string,
  key: string,
): boolean {
  const wanted = event.replace(/^s3:/, '');
  const asked = wanted.endsWith('*') ? eventName.startsWith(wanted.slice(0, -1)) : eventName === wanted;
  return asked && key.startsWith(prefix) && key.endsWith(suffix);
}

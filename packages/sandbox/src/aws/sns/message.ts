import { createHash } from 'node:crypto';

/** As SNS names the types of attributes. */
export interface MessageAttribute {
  Type: string;
  Value: string;
}

/** What was published to a topic. */
export interface Notification {
  messageId: string;
  topicArn: string;
  subject: string | undefined;
  message: string;
  attributes: Readonly<Record<string, MessageAttribute>>;
  /** ISO 8601 with milliseconds. */
  timestamp: string;
}

const regionOf = (arn: string): string => arn.split(':')[3] ?? '';

/** There is no key of AWS here: the signature has the form of one and proves nothing. */
const signatureOf = ({ messageId, message }: Notification): string =>
  createHash('sha512').update(messageId).update(message).digest('base64');

function shared(notification: Notification) {
  const { messageId, topicArn, message, timestamp } = notification;
  return {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Message: message,
    Timestamp: timestamp,
    SignatureVersion: '1',
    Signature: signatureOf(notification),
  };
}

function addresses(topicArn: string, subscriptionArn: string): [certificate: string, unsubscribe: string] {
  const host = `https://sns.${regionOf(topicArn)}.amazonaws.com`;
  return [
    `${host}/SimpleNotificationService-0000000000000000.pem`,
    `${host}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`,
  ];
}

/**
 * The body of a message in a queue, when it is not delivered raw.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function queueBody(notification: Notification, subscriptionArn: string): string {
  const { subject, attributes, topicArn } = notification;
  const [SigningCertURL, UnsubscribeURL] = addresses(topicArn, subscriptionArn);
  return JSON.stringify({
    ...shared(notification),
    ...(subject !== undefined && { Subject: subject }),
    ...{ SigningCertURL, UnsubscribeURL },
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
  });
}

/**
 * The event of a function.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function functionEvent(notification: Notification, subscriptionArn: string): string {
  const { subject, attributes, topicArn } = notification;
  const [SigningCertUrl, UnsubscribeUrl] = addresses(topicArn, subscriptionArn);
  return JSON.stringify({
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: subscriptionArn,
        Sns: {
          ...shared(notification),
          Subject: subject ?? null,
          ...{ SigningCertUrl, UnsubscribeUrl },
          MessageAttributes: attributes,
        },
      },
    ],
  });
}

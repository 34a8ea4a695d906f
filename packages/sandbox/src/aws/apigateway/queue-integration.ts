import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { HttpAnswer } from '../../core/http-answer.ts';
import type { Queues } from '../../core/ports.ts';
import { roleSession } from '../../core/principal.ts';

/** A value of the request, whole, or a text as it stands. */
const mapped = z
  .string()
  .refine(
    (text) => /^\$request\.(body|(path|header|querystring)\.[\w-]+)$/.test(text) || !text.includes('$'),
    'only $request.path.…, $request.header.…, $request.querystring.…, $request.body or a text',
  );

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html#SQS-SendMessage */
export const queueIntegration = z.strictObject({
  type: z.literal('aws_proxy'),
  integrationSubtype: z.literal('SQS-SendMessage'),
  payloadFormatVersion: z.literal('1.0'),
  credentials: z.string(),
  requestParameters: z.strictObject({ QueueUrl: z.string(), MessageBody: mapped }),
  connectionType: z.literal('INTERNET').optional(),
});
export type QueueIntegration = z.infer<typeof queueIntegration>;

interface Request {
  pathParameters: Record<string, string>;
  headers: Record<string, string | undefined>;
  query: URLSearchParams;
  body: Buffer;
}

/** Hands a message over under the integration's role, and answers in the words of SQS. */
export function sendToQueue(
  queues: Pick<Queues, 'send'>,
  { credentials, requestParameters: { QueueUrl, MessageBody } }: QueueIntegration,
  request: Request,
  { region, requestId }: { region: string; requestId: string },
): HttpAnswer & { body: Buffer } {
  const [account = '', name = ''] = QueueUrl.split('/').slice(-2);
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  try {
    const body = textOf(MessageBody, request);
    const { id } = queues.send(
      roleSession(credentials, 'BackplaneAssumeRoleSession'),
      `arn:aws:sqs:${region}:${account}:${name}`,
      body,
    );
    const digest = createHash('md5').update(body).digest('hex');
    return xml(
      200,
      `<SendMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><SendMessageResult><MessageId>${id}</MessageId><MD5OfMessageBody>${digest}</MD5OfMessageBody></SendMessageResult>${metadata}</SendMessageResponse>`,
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return xml(
      error.status,
      `<ErrorResponse><Error><Code>${error.code}</Code></Error>${metadata}</ErrorResponse>`,
    );
  }
}

function textOf(expression: string, { pathParameters, headers, query, body }: Request): string {
  const [, place, name = ''] = /^\$request\.(\w+)\.?(.*)$/.exec(expression) ?? [];
  switch (place) {
    case undefined:
      return expression;
    case 'path':
      return pathParameters[name] ?? '';
    case 'header':
      return headers[name.toLowerCase()] ?? '';
    case 'querystring':
      return query.getAll(name).join(',');
    default:
      return body.toString('utf8');
  }
}

const xml = (status: number, text: string): HttpAnswer & { body: Buffer } => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: Buffer.from(`<?xml version="1.0"?>${text}`),
});

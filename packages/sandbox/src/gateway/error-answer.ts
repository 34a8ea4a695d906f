import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../core/aws-error.ts';
import { escapeXml } from '../core/query-protocol.ts';
import { readAuthorization } from './sigv4.ts';

/** Answers in the shape that the client of the service expects, for what went wrong outside every edge. */
export function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  error: unknown,
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const known = error instanceof AwsError ? error : internal(error);
  const body = errorBody(protocolOf(request), known, requestId);
  response.writeHead(known.status, {
    'content-type': body.contentType,
    'x-amzn-requestid': requestId,
    'x-amzn-errortype': known.code,
    // What is left of the body is not read, so the connection cannot be used again.
    connection: 'close',
  });
  response.end(request.method === 'HEAD' ? undefined : body.text);
}

function internal(error: unknown): AwsError {
  if (error instanceof RangeError) return new AwsError('RequestEntityTooLargeException', error.message, 413);
  return new AwsError('InternalFailure', 'The sandbox failed; its terminal shows why.', 500);
}

type Protocol = 'json' | 'query' | 's3';

/** Services that the sandbox does not have, but whose clients read nothing but XML. */
const xmlServices = new Set(['cloudfront', 'route53']);

function protocolOf({ headers }: IncomingMessage): Protocol {
  if (headers['x-amz-target'] !== undefined) return 'json';
  const service = readAuthorization(headers)?.service;
  if (service === 's3') return 's3';
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return 'query';
  if (service !== undefined && xmlServices.has(service)) return 'query';
  return service === undefined ? 's3' : 'json';
}

function errorBody(
  protocol: Protocol,
  error: AwsError,
  requestId: string,
): { contentType: string; text: string } {
  const { code, message } = error;
  if (protocol === 'json') {
    return {
      contentType: 'application/json',
      text: JSON.stringify({ __type: code, message, ...error.details }),
    };
  }
  const xml = `<Code>${code}</Code><Message>${escapeXml(message)}</Message>`;
  const text =
    protocol === 's3'
      ? `<Error>${xml}<RequestId>${requestId}</RequestId></Error>`
      : `<ErrorResponse><Error><Type>Sender</Type>${xml}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  return { contentType: 'application/xml', text: `<?xml version="1.0" encoding="UTF-8"?>\n${text}` };
}

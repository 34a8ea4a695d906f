import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AwsError } from './aws-error.ts';
import type { anonymous, Signer } from './principal.ts';

/** One request on the AWS port. */
export interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  requestId: string;
  /** Service name in the signature's credential scope (`s3`, `lambda`, …); absent when unsigned. */
  signedFor?: string;
  /** Who signed. S3's forms and Cognito take calls that nobody signed, others do not. */
  caller: Signer | typeof anonymous;
}

/** What a request is for, as far as a page in the developer's browser is concerned. */
export interface Destination {
  /**
   * The CORS rules of an object's bucket or a route's API: whether pages of this origin may do this. Without it, only
   * the web app's own pages may.
   */
  lets?(origin: string, method: string): boolean;
  /** A place of the web port, to which a link on any page may lead. */
  isPage?: boolean;
  /** An object, which a link can be signed for. */
  isObject?: boolean;
}

/** The protocol edge of one emulated service: it claims its requests and answers them. */
export interface Edge {
  /** As in the endpoint variable of the SDK, lower case: `s3`, `dynamodb`, `sqs`. */
  name: string;
  /** What it answers, by the names of AWS's reference; OPERATIONS.md lists them. None where AWS has no names. */
  operations: readonly string[];
  /** Asked in the order of registration; S3, whose paths can be anything, comes last. */
  claims(call: Call): boolean;
  /** Where pages of other origins have rules of their own: objects and routes. Elsewhere they have no business. */
  destination?(call: Call): Destination;
  /**
   * Answers; a thrown `AwsError` becomes the service's error shape, anything else a 500 in that shape.
   * @param refusal what is wrong with the signature of the call, for an edge that {@link answersRefusals}
   */
  handle(call: Call, refusal?: AwsError): Promise<void>;
  /** Says itself what is wrong with a signature, since a page has to be able to read it; the gateway does unless told. */
  answersRefusals?: true;
}

/** How much of a body that is too long is still taken from the network. */
const mostDroppedBytes = 256 * 1024 * 1024;

/**
 * Reads a body whole. What exceeds the limit is read too and dropped: most clients read the answer only when they have
 * sent everything, and one that is cut off before sees a broken connection in its place.
 * @throws RangeError when it is longer than `limitBytes`; the request can still be answered
 */
export async function readBody(request: IncomingMessage, limitBytes = 10 * 1024 * 1024): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= limitBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (length > limitBytes + mostDroppedBytes) break;
  }
  if (length > limitBytes) throw new RangeError(`The request body is longer than ${limitBytes} bytes.`);
  return Buffer.concat(chunks);
}

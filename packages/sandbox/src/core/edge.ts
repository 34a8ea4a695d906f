import type { IncomingMessage, ServerResponse } from 'node:http';

/** Who signed a request: a developer, or one environment of one function. */
export interface Caller {
  /** `arn:aws:iam::…:user/developer` or `arn:aws:sts::…:assumed-role/<role>/<session>`. */
  arn: string;
  accessKeyId: string;
  /** The role whose policies hold; absent for the developer, who may do everything. */
  roleArn?: string;
}

/** One request on the AWS port. */
export interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  requestId: string;
  /** Service name in the signature's credential scope (`s3`, `lambda`, …); absent when unsigned. */
  signedFor?: string;
  /** Absent when the request is unsigned or presigned; S3 and Cognito accept such calls, others do not. */
  caller?: Caller;
}

/** The protocol edge of one emulated service: it claims its requests and answers them. */
export interface Edge {
  /** As in the endpoint variable of the SDK, lower case: `s3`, `dynamodb`, `sqs`. */
  name: string;
  /** Asked in the order of registration; S3, whose paths can be anything, comes last. */
  claims(call: Call): boolean;
  /** Answers; a thrown `AwsError` becomes the service's error shape, anything else a 500 in that shape. */
  handle(call: Call): Promise<void>;
}

/** Reads a body whole. @throws RangeError when it is longer than `limitBytes`. */
export async function readBody(request: IncomingMessage, limitBytes = 10 * 1024 * 1024): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limitBytes) throw new RangeError(`body is longer than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

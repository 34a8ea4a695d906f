import { gunzipSync } from 'node:zlib';
import { AwsError } from './aws-error.ts';
import { type Call, type Edge, readBody } from './edge.ts';

/** One operation of a service that speaks AWS JSON: parsed input in, output out. */
export type JsonOperation = (input: Record<string, unknown>, call: Call) => Promise<unknown> | unknown;

export interface JsonProtocolOptions {
  name: string;
  /** What stands before the dot in `X-Amz-Target`, for example `AmazonSQS`. */
  targetPrefix: string;
  version: '1.0' | '1.1';
  operations: Record<string, JsonOperation>;
  /** Operations that unsigned callers may use (Cognito's public ones). */
  unsigned?: ReadonlySet<string>;
  /** Operations whose longer bodies the SDKs compress unless told not to. */
  compressed?: ReadonlySet<string>;
}

const longestUnpackedBytes = 10 * 1024 * 1024;

/** The edge of a service whose operation is named in `X-Amz-Target` and whose bodies are JSON. */
export function jsonProtocol(options: JsonProtocolOptions): Edge {
  const prefix = `${options.targetPrefix}.`;
  return {
    name: options.name,
    operations: Object.keys(options.operations),
    claims: ({ request }) => String(request.headers['x-amz-target'] ?? '').startsWith(prefix),
    async handle(call) {
      const { request, response, requestId } = call;
      const answer = (status: number, body: unknown, errorCode?: string): void => {
        response.writeHead(status, {
          'content-type': `application/x-amz-json-${options.version}`,
          'x-amzn-requestid': requestId,
          ...(errorCode && { 'x-amzn-errortype': errorCode }),
        });
        response.end(body === undefined ? '' : JSON.stringify(body));
      };
      try {
        const name = String(request.headers['x-amz-target']).slice(prefix.length);
        const operation = Object.hasOwn(options.operations, name) ? options.operations[name] : undefined;
        if (!operation) {
          throw new AwsError(
            'UnknownOperationException',
            `The sandbox has no ${options.name} operation ${name}.`,
          );
        }
        if (call.caller.kind === 'anonymous' && !options.unsigned?.has(name)) {
          throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
        }
        const body = await readBody(request);
        const isPacked = request.headers['content-encoding'] === 'gzip' && options.compressed?.has(name);
        answer(200, (await operation(parse(isPacked ? unpacked(body) : body), call)) ?? {});
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        answer(error.status, { __type: error.code, message: error.message, ...error.details }, error.code);
      }
    },
  };
}

function unpacked(body: Buffer): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: longestUnpackedBytes });
  } catch {
    throw new AwsError('SerializationException', 'The request body is no gzip of a body that is taken.');
  }
}

function parse(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON.');
  }
}

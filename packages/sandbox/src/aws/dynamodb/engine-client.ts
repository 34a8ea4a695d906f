import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../../core/aws-error.ts';
import { Agent, request } from '../../core/node-http.ts';

export interface EngineAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** The HTTP connection to the database engine. */
export interface EngineClient {
  /** Passes a request on as it is. */
  forward(headers: IncomingHttpHeaders, body: Buffer): Promise<EngineAnswer>;
  /**
   * Calls an operation for the sandbox itself.
   * @param target `DynamoDB_20120810.PutItem`, or the name alone for that version
   * @throws AwsError with the engine's own code
   */
  call(target: string, input: unknown): Promise<Record<string, unknown>>;
  close(): void;
}

/** The engine wants a signature's shape and does not check its value. */
const signatureShape = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=sandbox/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20260101T000000Z',
};

/** @param endpoint where the engine listens, asked at each call since it is known only after the start */
export function makeEngineClient(endpoint: () => string): EngineClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  const forward = (headers: IncomingHttpHeaders, body: Buffer): Promise<EngineAnswer> =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        endpoint(),
        { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 500,
              headers: answer.headers,
              body: Buffer.concat(chunks),
            }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  return {
    forward,
    async call(target, input) {
      const answer = await forward(
        {
          ...signatureShape,
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': target.includes('.') ? target : `DynamoDB_20120810.${target}`,
        },
        Buffer.from(JSON.stringify(input)),
      );
      const output = JSON.parse(answer.body.toString('utf8') || '{}') as Record<string, unknown>;
      if (answer.status === 200) return output;
      const code = String(output.__type ?? 'InternalServerError').replace(/^.*#/, '');
      throw new AwsError(code, String(output.message ?? output.Message ?? code), answer.status);
    },
    close: () => agent.destroy(),
  };
}

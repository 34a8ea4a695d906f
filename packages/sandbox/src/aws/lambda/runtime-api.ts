import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { InvokeMessage } from './host/messages.ts';

// An ES import of it would load a second HTTP client (decision 0025).
const http = process.getBuiltinModule('node:http');

/**
 * What a runtime asks by HTTP, for one environment.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export interface RuntimeApi {
  /** @returns `AWS_LAMBDA_RUNTIME_API` */
  listen(): Promise<string>;
  /** Has it taken by the runtime as soon as that asks. */
  offer(invocation: InvokeMessage): void;
  close(): void;
}

export interface RuntimeApiEvents {
  /** The runtime has asked for work for the first time: it has loaded the code. */
  onReady(): void;
  onTaken(invocation: InvokeMessage): void;
  onAnswer(invocation: InvokeMessage, answer: { payload: string; failed: boolean }): void;
  /** The runtime could not load the code. @param document why, as JSON text */
  onInitError(document: string): void;
}

/** Lambda's limit for a response: 6 MiB and 100 bytes. */
const maxResponseBytes = 6 * 1024 * 1024 + 100;
const version = '/2018-06-01/runtime';

/** Not handled: a streamed response is given whole, without the prelude's status and headers. */
export function makeRuntimeApi({ onReady, onTaken, onAnswer, onInitError }: RuntimeApiEvents): RuntimeApi {
  let offered: InvokeMessage | undefined;
  let taken: InvokeMessage | undefined;
  let asking: ServerResponse | undefined;
  let ready = false;

  function handOver(): void {
    if (!offered || !asking) return;
    const invocation = offered;
    const response = asking;
    [offered, asking, taken] = [undefined, undefined, invocation];
    onTaken(invocation);
    response.writeHead(200, headersOf(invocation));
    response.end(invocation.payload);
  }

  function next(response: ServerResponse): void {
    if (!ready) onReady();
    ready = true;
    asking = response;
    response.on('close', () => {
      if (asking === response) asking = undefined;
    });
    handOver();
  }

  async function answer(request: IncomingMessage, response: ServerResponse, failed: boolean): Promise<void> {
    const id = request.url?.split('/').at(-2);
    const invocation = taken;
    if (!invocation || id !== invocation.requestId)
      return refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
    const body = await read(request);
    if (taken !== invocation)
      return refuse(
        response,
        403,
        'InvalidStateTransition',
        'Transition from Ready to ResponseSent state failed',
      );
    taken = undefined;
    if (body.length > maxResponseBytes) {
      const tooLarge = `Response payload size (${body.length} bytes) exceeded maximum allowed payload size (${maxResponseBytes} bytes).`;
      const document = { errorType: 'Function.ResponseSizeTooLarge', errorMessage: tooLarge };
      refuse(
        response,
        413,
        'RequestEntityTooLarge',
        `Exceeded maximum allowed payload size (${maxResponseBytes} bytes).`,
      );
      tell(invocation, JSON.stringify(document), true);
      return;
    }
    accept(response);
    tell(invocation, failed ? errorOf(request, body) : jsonOf(body.toString()), failed);
  }

  /** What it has written before comes by another way, and is read in the same turn. */
  function tell(invocation: InvokeMessage, payload: string, failed: boolean): void {
    setImmediate(() => onAnswer(invocation, { payload, failed }));
  }

  const onRequest: RequestListener = (request, response) => {
    const { method, url = '' } = request;
    const what = url.startsWith(version) ? `${method} ${url.slice(version.length)}` : '';
    if (what === 'GET /invocation/next') next(response);
    else if (/^POST \/invocation\/[^/]+\/response$/.test(what)) void answer(request, response, false);
    else if (/^POST \/invocation\/[^/]+\/error$/.test(what)) void answer(request, response, true);
    else if (what === 'POST /init/error')
      void read(request).then((body) => {
        accept(response);
        onInitError(errorOf(request, body));
      });
    else refuse(response, 404, 'NotFound', `There is no ${method} ${url}`);
  };

  const server: Server = http.createServer(onRequest);
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.unref();
  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          const port = typeof address === 'object' ? address?.port : undefined;
          resolve(`127.0.0.1:${port}`);
        });
      }),
    offer(invocation) {
      offered = invocation;
      handOver();
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function headersOf({ requestId, timeoutMs, functionArn, traceId, clientContext }: InvokeMessage) {
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': requestId,
    'lambda-runtime-deadline-ms': String(Date.now() + timeoutMs),
    'lambda-runtime-invoked-function-arn': functionArn,
    'lambda-runtime-trace-id': traceId,
    ...(clientContext !== undefined && { 'lambda-runtime-client-context': clientContext }),
  };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Lambda passes on whatever it is; here an answer is JSON, and what is none is a text. */
function jsonOf(body: string): string {
  if (body === '') return 'null';
  try {
    JSON.parse(body);
    return body;
  } catch {
    return JSON.stringify(body);
  }
}

/** The runtime's own document, or one made of what it says in the header. */
function errorOf({ headers }: IncomingMessage, body: Buffer): string {
  const text = body.toString();
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null) return text;
  } catch {
    // It is none.
  }
  const errorType = headers['lambda-runtime-function-error-type'] ?? 'Runtime.Unknown';
  return JSON.stringify({ errorType, errorMessage: text });
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { 'content-type': 'application/json' });
  response.end('{"status":"OK"}\n');
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errorMessage, errorType }));
}

import { current, type Environment } from './current-environment.ts';
import { errorDocument, isError, RuntimeError } from './error-document.ts';
import { callHandler, type Handler, locateHandler, pickHandler } from './handler.ts';
import { heapSize, peakRssBytes } from './memory.ts';
import { claims, type EnvironmentSpec, type FromHost, type InvokeMessage } from './messages.ts';
import { formatLine, lineStream, ownConsole } from './own-console.ts';
import type { Realms } from './realm.ts';

/** Lambda's limit for a response: 6 MiB and 100 bytes. */
const maxResponseBytes = 6 * 1024 * 1024 + 100;

/** Code is loaded at once; a failure to load is the answer to the first invocation. */
export function makeEnvironment(
  spec: EnvironmentSpec,
  realms: Realms,
  post: (message: FromHost) => void,
): Environment {
  const { environment: id, root } = spec;
  let requestId: string | undefined;
  let ended = false;
  let initMs: number | undefined;

  const send = (message: FromHost): void => {
    if (!ended) post(message);
  };
  const log = (line: string): void => send({ type: 'log', environment: id, line });
  const crash = (error: unknown, heading: string): void => {
    if (ended) return;
    const payload = errorDocument(emitted(error));
    log(formatLine(requestId, 'ERROR', `${heading} \t${payload}`));
    post({ type: 'crashed', environment: id, payload });
    end();
  };
  const end = (): void => {
    ended = true;
    realm.end();
  };
  const stdout = lineStream(log);
  const stderr = lineStream(log);
  const ownLog = ownConsole(stdout, stderr, log, () => requestId);

  const onExit = (code: number): void => {
    const message = `RequestId: ${requestId} Error: Runtime exited with error: exit status ${code}`;
    crash(new RuntimeError('Runtime.ExitError', message), 'Runtime exited');
  };
  const realm = realms.make({ root, variables: spec.variables, stdout, stderr, console: ownLog, onExit });

  async function load(): Promise<Handler> {
    const startedAt = performance.now();
    try {
      const { file, exportPath, esm } = locateHandler(root, spec.handler);
      const exports = esm ? await realm.load(file, esm) : realm.load(file, esm);
      return pickHandler(exports, exportPath, spec.handler, spec.callbacksAllowed);
    } catch (error) {
      throw isMissingModule(error)
        ? new RuntimeError('Runtime.ImportModuleError', `Error: ${error.message}`, error)
        : error;
    } finally {
      initMs = performance.now() - startedAt;
    }
  }

  /** Before the first invocation the environment can still be made elsewhere. */
  function needsChild(why: string): void {
    const refused = requestId === undefined;
    send({ type: 'unfit', environment: id, refused });
    if (!refused) return;
    end();
    throw new Error(`A thread has no ${why}`);
  }

  function contextOf({
    functionArn,
    requestId: awsRequestId,
    timeoutMs,
    clientContext,
  }: InvokeMessage): object {
    const deadline = Date.now() + timeoutMs;
    return {
      callbackWaitsForEmptyEventLoop: true,
      functionVersion: spec.functionVersion,
      functionName: spec.functionName,
      memoryLimitInMB: String(spec.memoryMb),
      logGroupName: spec.logGroup,
      logStreamName: spec.logStream,
      clientContext: clientContext === undefined ? undefined : JSON.parse(clientContext),
      identity: undefined,
      invokedFunctionArn: functionArn,
      awsRequestId,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    };
  }

  async function invoke(message: InvokeMessage): Promise<void> {
    const handler = await loading.catch((error: unknown) => ({ error }));
    if (ended) return;
    requestId = message.requestId;
    send({ type: 'started', environment: id, requestId, ...(initMs !== undefined && { initMs }) });
    initMs = undefined;
    const startedAt = performance.now();
    const before = heapSize();
    const done = (payload: string, failed: boolean, fatal = false): void => {
      const { heapBytes, bufferBytes } = heapSize();
      send({
        type: 'done',
        environment: id,
        requestId: message.requestId,
        payload,
        failed,
        fatal,
        durationMs: performance.now() - startedAt,
        peakRssBytes: peakRssBytes(),
        heapBytes,
        bufferGrowthBytes: bufferBytes - before.bufferBytes,
      });
      requestId = undefined;
    };
    const fail = (error: unknown, heading: string, fatal = false): void => {
      const document = errorDocument(error);
      log(formatLine(requestId, 'ERROR', `${heading} \t${document}`));
      done(document, true, fatal);
    };
    if (typeof handler !== 'function') return fail(handler.error, 'Uncaught Exception', true);
    try {
      realm.variables._X_AMZN_TRACE_ID = message.traceId;
      const result = await callHandler(handler, realm.parse(message.payload), contextOf(message));
      done(responseText(result), false);
    } catch (error) {
      fail(error, 'Invoke Error');
    }
  }

  /** @returns false for an invocation that was taken back and runs elsewhere */
  function take(): boolean {
    const { claim } = spec;
    return !claim || Atomics.compareExchange(claim, 0, claims.sent, claims.taken) !== claims.withdrawn;
  }

  const self: Environment = {
    id,
    async invoke(message) {
      if (take()) await current.run(self, invoke, message);
    },
    crash,
    end,
    needsChild,
    importFrom: realm.importFrom,
  };
  const loading = current.run(self, load);
  // The first invocation reports a failure to load; until then it is no stray rejection.
  loading.catch(() => undefined);
  return self;
}

function responseText(result: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(result) ?? 'null';
  } catch (error) {
    throw new RuntimeError('Runtime.MarshalError', 'Unable to stringify response body', error);
  }
  const length = Buffer.byteLength(text);
  if (length <= maxResponseBytes) return text;
  throw new RuntimeError(
    'Function.ResponseSizeTooLarge',
    `Response payload size (${length} bytes) exceeded maximum allowed payload size (${maxResponseBytes} bytes).`,
  );
}

function isMissingModule(error: unknown): error is Error {
  if (!isError(error) || !('code' in error)) return false;
  return error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND';
}

/** Node wraps an `error` event that nobody listens to, unless the error is of its own realm. */
function emitted(error: unknown): unknown {
  const wrapped = isError(error) && 'code' in error && error.code === 'ERR_UNHANDLED_ERROR';
  return wrapped && 'context' in error ? (error.context ?? error) : error;
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { pathToFileURL } from 'node:url';
import { getHeapStatistics } from 'node:v8';
import { errorDocument, RuntimeError } from './error-document.ts';
import { callHandler, type Handler, locateHandler, pickHandler } from './handler.ts';
import type { EnvironmentSpec, FromHost, InvokeMessage } from './messages.ts';
import { moduleLoader } from './module-loader.ts';
import { formatLine, lineStream, ownConsole } from './own-console.ts';
import { ownGlobals } from './own-globals.ts';
import { ownProcess } from './own-process.ts';
import { ownTimers } from './own-timers.ts';

/** Lambda's limit for a response: 6 MiB and 100 bytes. */
const maxResponseBytes = 6 * 1024 * 1024 + 100;

/** Tells to which environment a stray rejection or exception belongs. */
const current = new AsyncLocalStorage<Environment>();

export function currentEnvironment(): Environment | undefined {
  return current.getStore();
}

/** One function environment inside a host thread: one instance of the code, one invocation at a time. */
export interface Environment {
  invoke(message: InvokeMessage): Promise<void>;
  /** What escaped from the code ends the environment. */
  crash(error: unknown, heading: string): void;
  /** Silences it: its timers stop, what it logs or answers from now on goes nowhere. */
  end(): void;
}

/** Code is loaded at once; a failure to load is the answer to the first invocation. */
export function makeEnvironment(spec: EnvironmentSpec, post: (message: FromHost) => void): Environment {
  const { environment: id, root } = spec;
  let variables: Record<string, string | undefined> = { ...spec.variables };
  let requestId: string | undefined;
  let ended = false;
  let initMs: number | undefined;

  const send = (message: FromHost): void => {
    if (!ended) post(message);
  };
  const log = (line: string): void => send({ type: 'log', environment: id, line });
  const crash = (error: unknown, heading: string): void => {
    if (ended) return;
    const payload = errorDocument(error);
    log(formatLine(requestId, 'ERROR', `${heading} \t${payload}`));
    post({ type: 'crashed', environment: id, payload });
    end();
  };
  const timers = ownTimers();
  const end = (): void => {
    ended = true;
    timers.clear();
  };
  const stdout = lineStream(log);
  const stderr = lineStream(log);
  const ownLog = ownConsole(stdout, stderr, log, () => requestId);

  function loadCommonJs(file: string): unknown {
    const onExit = (code: number): void => {
      const message = `RequestId: ${requestId} Error: Runtime exited with error: exit status ${code}`;
      crash(new RuntimeError('Runtime.ExitError', message), 'Runtime exited');
    };
    const process = ownProcess({ env: variables, root, stdout, stderr, onExit });
    const values = { process, console: ownLog, ...timers.globals };
    const globals = ownGlobals(values);
    const builtins = {
      process,
      console: ownLog,
      timers: { ...timers.globals, promises: timers.promises },
      'timers/promises': timers.promises,
    };
    return moduleLoader(root, { ...values, globalThis: globals, global: globals }, builtins)(file);
  }

  /** An ES module has the thread to itself, so that the thread's own globals can be made to serve it. */
  function loadModule(file: string): Promise<unknown> {
    variables = Object.assign(process.env, variables);
    Object.assign(console, ownLog);
    Object.assign(process.stdout, { write: (chunk: string | Buffer) => stdout.write(chunk) });
    Object.assign(process.stderr, { write: (chunk: string | Buffer) => stderr.write(chunk) });
    return import(pathToFileURL(file).href);
  }

  async function load(): Promise<Handler> {
    const startedAt = performance.now();
    try {
      const { file, exportPath, esm } = locateHandler(root, spec.handler);
      const exports = esm ? await loadModule(file) : loadCommonJs(file);
      return pickHandler(exports, exportPath, spec.handler, spec.callbacksAllowed);
    } catch (error) {
      throw isMissingModule(error)
        ? new RuntimeError('Runtime.ImportModuleError', `Error: ${error.message}`, error)
        : error;
    } finally {
      initMs = performance.now() - startedAt;
    }
  }
  function contextOf({ functionArn, requestId: awsRequestId, timeoutMs }: InvokeMessage): object {
    const deadline = Date.now() + timeoutMs;
    return {
      callbackWaitsForEmptyEventLoop: true,
      functionVersion: spec.functionVersion,
      functionName: spec.functionName,
      memoryLimitInMB: String(spec.memoryMb),
      logGroupName: spec.logGroup,
      logStreamName: spec.logStream,
      clientContext: undefined,
      identity: undefined,
      invokedFunctionArn: functionArn,
      awsRequestId,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    };
  }

  async function invoke(message: InvokeMessage): Promise<void> {
    const handler = await loading.catch((error: unknown) => ({ error }));
    requestId = message.requestId;
    send({ type: 'started', environment: id, requestId, ...(initMs !== undefined && { initMs }) });
    initMs = undefined;
    const startedAt = performance.now();
    const done = (payload: string, failed: boolean, fatal = false): void => {
      send({
        type: 'done',
        environment: id,
        requestId: message.requestId,
        payload,
        failed,
        fatal,
        durationMs: performance.now() - startedAt,
        usedMemoryMb: Math.ceil(getHeapStatistics().used_heap_size / 2 ** 20),
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
      variables._X_AMZN_TRACE_ID = message.traceId;
      const result = await callHandler(handler, JSON.parse(message.payload), contextOf(message));
      done(responseText(result), false);
    } catch (error) {
      fail(error, 'Invoke Error');
    }
  }

  const self: Environment = { invoke: (message) => current.run(self, invoke, message), crash, end };
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
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND';
}

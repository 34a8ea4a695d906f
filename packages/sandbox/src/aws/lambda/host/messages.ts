/** What the main thread and a host say to each other. */

/** Everything that a function environment is made of. */
export interface EnvironmentSpec {
  environment: number;
  functionName: string;
  functionVersion: string;
  /** Absolute folder of the function's code. */
  root: string;
  /** As in the template: `folder/file.export`. */
  handler: string;
  /** `nodejs22.x` and older may use callbacks. */
  callbacksAllowed: boolean;
  variables: Record<string, string>;
  memoryMb: number;
  logGroup: string;
  logStream: string;
  /**
   * In a thread: one number that says who has the invocation that was sent last. The thread takes it when it gets to it,
   * the sandbox takes it back when the thread is too busy to, and only one of them can.
   */
  claim: Int32Array | undefined;
}

/** Values of a claim. */
export const claims = { sent: 1, taken: 2, withdrawn: 3 } as const;

export interface InvokeMessage {
  type: 'invoke';
  environment: number;
  requestId: string;
  /** The event as JSON text. */
  payload: string;
  timeoutMs: number;
  /** JSON text. */
  clientContext?: string;
  functionArn: string;
  traceId: string;
}

export type ToHost =
  | { type: 'create'; spec: EnvironmentSpec }
  | InvokeMessage
  | { type: 'end'; environment: number }
  | { type: 'ping' };

export type FromHost =
  /** The host runs; what it weighs before any code is in it. */
  | { type: 'ready'; rssBytes: number; heapBytes: number }
  /** A child's size and processor time, several times a second while it works. */
  | { type: 'usage'; rssBytes: number; cpuMs: number }
  /** The handler is about to be called: from here the timeout counts, and the invocation may have had an effect. */
  | { type: 'started'; environment: number; requestId: string; initMs?: number }
  | {
      type: 'done';
      environment: number;
      requestId: string;
      payload: string;
      failed: boolean;
      /** Set when the environment can not be used again. */
      fatal: boolean;
      durationMs: number;
      /** A child's largest resident size so far. Absent in a thread. */
      peakRssBytes?: number | undefined;
      /** JavaScript objects and buffers of the whole thread or child. */
      heapBytes: number;
      /** By how much buffers have grown since the handler was called. */
      bufferGrowthBytes: number;
    }
  /** The code asked for what only a child can give; it was refused if no handler had been called. */
  | { type: 'unfit'; environment: number; refused: boolean }
  | { type: 'log'; environment: number; line: string }
  /** Unhandled rejection, uncaught exception or `process.exit`, with the error document as JSON text. */
  | { type: 'crashed'; environment: number; payload: string }
  | { type: 'pong' };

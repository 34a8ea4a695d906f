import { setTimeout as wait } from 'node:timers/promises';
import { GetDurableExecutionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Route } from '@shutterbus/contracts/route';
import * as z from 'zod';
import { clientSettings } from './aws-client.ts';
import { releaseCheck } from './release-check.ts';
import type { ReleasedVersion } from './released-versions.ts';

/**
 * A new version starts cold and may take all its time. A probe repeated does no harm. CodeDeploy releases each function of
 * a service by itself, at the same time, with the same hook: in an account with Lambda's first concurrency of
 * ten they get in each other's way, so a throttled call is tried again for as long as there is time.
 */
const lambda = new LambdaClient(
  clientSettings({ requestTimeoutMs: 20_000, withinMs: 45_000, maxAttempts: 10 }),
);

export interface Answer {
  /** What the function gave back; nothing when it failed, so that no probe can take an error for an answer. */
  payload: unknown;
  /** Name of the error when the function threw, timed out or could not be loaded. */
  errorType?: string;
}

type Call = (name: string, event: unknown, client: Pick<LambdaClient, 'send'>) => Promise<Answer>;

/** Calls the version under test with an event. @param call waits for the answer unless told */
export type Ask = (event: unknown, call?: Call) => Promise<Answer>;

/** One synthetic call of a new version, before anybody else reaches it. @returns what is wrong with the answer, or nothing */
export type Probe = (ask: Ask) => Promise<string | undefined>;

/** The probe of each function of a service, by its logical id. */
export type ProbeTable = Readonly<Record<string, Probe>>;

/**
 * Probes the versions that are being released: in AWS one, for CodeDeploy calls a hook once for each function.
 * @throws Error that names each version whose answer is not as expected; also when the table knows none of the functions
 */
export async function probeReleased(
  table: ProbeTable,
  released: readonly ReleasedVersion[],
  client: Pick<LambdaClient, 'send'> = lambda,
): Promise<void> {
  const known = released.flatMap((version) => {
    const id = Object.keys(table).find((one) => isNamed(version.functionName, one));
    const probe = id === undefined ? undefined : table[id];
    return probe === undefined ? [] : [{ ...version, probe }];
  });
  if (known.length === 0) {
    const names = released.map(({ functionName }) => functionName).join(', ');
    throw new Error(`There is no probe for ${names || 'a deployment without a function'}`);
  }
  const complaints: string[] = [];
  for (const { functionName, version, probe } of known) {
    const name = `${functionName}:${version}`;
    const complaint = await probe((event, call = invoke) => call(name, event, client));
    if (complaint !== undefined) complaints.push(`${name}: ${complaint}`);
  }
  if (complaints.length > 0) throw new Error(complaints.join(' · '));
}

/** CloudFormation makes `<stack>-<logical id>-<12 random characters>` and shortens the stack's part where it must. */
const isNamed = (functionName: string, logicalId: string): boolean =>
  new RegExp(`-${logicalId}(-[A-Za-z0-9]{12})?$`).test(functionName);

/** Calls a function and waits for its answer. @param name of the function, with a version or alias behind a colon */
export async function invoke(
  name: string,
  event: unknown,
  client: Pick<LambdaClient, 'send'> = lambda,
): Promise<Answer> {
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  const text = Payload === undefined ? '' : Buffer.from(Payload).toString('utf8');
  const payload: unknown = text === '' ? undefined : JSON.parse(text);
  if (FunctionError === undefined) return { payload };
  return { payload: undefined, errorType: failure.safeParse(payload).data?.errorType ?? FunctionError };
}

const failure = z.object({ errorType: z.string() });

/** Lambda tells nobody when an execution has ended. */
const askAgainMs = 500;

/** Begins an execution and asks until it has ended, since nobody may wait in one call for what can take days. */
async function execute(name: string, event: unknown, client: Pick<LambdaClient, 'send'>): Promise<Answer> {
  const { DurableExecutionArn } = await client.send(
    new InvokeCommand({
      ...{ FunctionName: name, InvocationType: 'Event', Payload: Buffer.from(JSON.stringify(event)) },
    }),
  );
  for (;;) {
    const {
      Status,
      Result,
      Error: failed,
    } = await client.send(
      new GetDurableExecutionCommand({ DurableExecutionArn, IncludeExecutionData: true }),
    );
    if (Status === 'SUCCEEDED') return { payload: Result ? JSON.parse(Result) : undefined };
    if (Status !== 'RUNNING') return { payload: undefined, errorType: failed?.ErrorType ?? String(Status) };
    await wait(askAgainMs);
  }
}

interface Request {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Cognito's `sub` of whoever asks; nobody by default. */
  userId?: string;
}

/** The event that API Gateway would make of a request (payload format 2.0), as far as our handlers read it. */
export const httpEvent = (
  { method, path }: Pick<Route, 'method' | 'path'>,
  { params, query, body, userId }: Request,
) => ({
  version: '2.0',
  routeKey: `${method} ${path}`,
  rawPath: path,
  headers: {
    'x-correlation-id': 'release-check',
    ...(body !== undefined && { 'content-type': 'application/json' }),
  },
  pathParameters: params,
  queryStringParameters: query,
  ...(body !== undefined && { body: JSON.stringify(body) }),
  isBase64Encoded: false,
  requestContext: {
    requestId: 'release-check',
    http: { method, path },
    ...(userId !== undefined && {
      authorizer: { jwt: { claims: { sub: userId, token_use: 'access' }, scopes: null } },
    }),
  },
});

const httpAnswer = z.object({ statusCode: z.number(), body: z.string().optional() });

/**
 * A request that must be answered with this status and in this shape.
 * @param shape of the body, as the route's contract promises it; any unless told
 */
export const answersWith =
  (route: Pick<Route, 'method' | 'path'>, request: Request, status: number, shape?: z.ZodType): Probe =>
  async (ask) => {
    const { payload, errorType } = await ask(httpEvent(route, request));
    const answer = httpAnswer.safeParse(payload).data;
    if (answer?.statusCode !== status) {
      const what = errorType === undefined ? 'nothing of HTTP' : `with an error (${errorType})`;
      return `answered ${answer?.statusCode ?? what} instead of ${status}`;
    }
    const { error } = shape?.safeParse(JSON.parse(answer.body ?? 'null')) ?? {};
    const fields = [...new Set(error?.issues.map(({ path }) => path.join('.') || 'the whole'))];
    return fields.length === 0 ? undefined : `answered ${status} in another shape (${fields.join(', ')})`;
  };

/**
 * A consumer must refuse an event of a version that nobody reads: it proves that its code loads, finds its
 * environment and reads the envelope, and it changes nothing.
 */
export const refusesUnknownEvent: Probe = async (ask) => {
  const event = { source: 'shutterbus.release-check', 'detail-type': 'Unknown', detail: {} };
  const { errorType = 'took it' } = await ask(event);
  const refused = errorType === 'UnreadableEventError' || errorType === 'ZodError';
  return refused ? undefined : `did not refuse an unknown event (${errorType})`;
};

/** An event that must be answered in this shape. @param complaint what is said of any other answer, and of an error */
export const givesBack =
  (event: unknown, shape: z.ZodType, complaint: string): Probe =>
  async (ask) => {
    const { payload, errorType } = await ask(event);
    if (shape.safeParse(payload).success) return undefined;
    return errorType === undefined ? complaint : `${complaint} (${errorType})`;
  };

/** A worker behind a queue or stream must take an empty batch. */
export const takesEmptyBatch: Probe = givesBack(
  { Records: [] },
  z.object({ batchItemFailures: z.array(z.unknown()).length(0) }),
  'did not take an empty batch',
);

/** A durable function must end an execution that has nothing to do. */
export const finishesReleaseCheck: Probe = async (ask) => {
  const { payload, errorType } = await ask(releaseCheck, execute);
  if (errorType !== undefined) return `did not finish an execution (${errorType})`;
  return payload === releaseCheck.check ? undefined : 'finished an execution with another answer';
};

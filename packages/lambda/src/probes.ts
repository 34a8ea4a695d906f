import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { clientSettings } from './aws-client.ts';

/** A new version starts cold and may take all its time. A probe repeated does no harm. */
const lambda = new LambdaClient(clientSettings({ requestTimeoutMs: 20_000, withinMs: 45_000 }));

/** One synthetic call of a new version, before anybody else reaches it. */
export interface Probe {
  versionArn: string;
  event: unknown;
  /** Says what is wrong with the answer; nothing when all is well. */
  verdict: (answer: Answer) => string | undefined;
}

export interface Answer {
  payload: unknown;
  /** True when the function threw, timed out or could not be loaded. */
  failed: boolean;
}

/**
 * Runs the probes side by side.
 * @throws Error that names each version whose answer is not as expected
 */
export async function runProbes(
  probes: readonly Probe[],
  client: Pick<LambdaClient, 'send'> = lambda,
): Promise<void> {
  const complaints = await Promise.all(
    probes.map(async ({ versionArn, event, verdict }) => {
      const complaint = verdict(await invoke(versionArn, event, client));
      return complaint === undefined ? [] : [`${versionArn}: ${complaint}`];
    }),
  );
  if (complaints.flat().length > 0) throw new Error(complaints.flat().join(' · '));
}

/** Calls a version and waits for its answer. */
export async function invoke(
  versionArn: string,
  event: unknown,
  client: Pick<LambdaClient, 'send'> = lambda,
): Promise<Answer> {
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName: versionArn, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  const text = Payload === undefined ? '' : Buffer.from(Payload).toString('utf8');
  return { payload: text === '' ? undefined : JSON.parse(text), failed: FunctionError !== undefined };
}

interface Request {
  method: string;
  path: string;
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Cognito's `sub` of whoever asks; nobody by default. */
  userId?: string;
}

/** The event that API Gateway would make of a request (payload format 2.0), as far as our handlers read it. */
export const httpEvent = ({ method, path, params, query, body, userId }: Request) => ({
  version: '2.0',
  routeKey: `${method} ${path}`,
  rawPath: path,
  headers: { 'x-correlation-id': 'release-check' },
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

/** A request to `versionArn` that must be answered with this status. */
export const answersWith = (versionArn: string, request: Request, status: number): Probe => ({
  versionArn,
  event: httpEvent(request),
  verdict: ({ payload, failed }) => {
    const got = failed ? undefined : httpAnswer.safeParse(payload).data?.statusCode;
    return got === status ? undefined : `answered ${got ?? 'with an error'} instead of ${status}`;
  },
});

/**
 * A consumer must refuse an event of a version that nobody reads: it proves that its code loads, finds its
 * environment and reads the envelope, and it changes nothing.
 */
export const refusesUnknownEvent = (versionArn: string): Probe => ({
  versionArn,
  event: { source: 'shutterbus.release-check', 'detail-type': 'Unknown', detail: {} },
  verdict: ({ payload, failed }) => {
    const type = z.object({ errorType: z.string() }).safeParse(payload).data?.errorType;
    const refused = failed && (type === 'UnreadableEventError' || type === 'ZodError');
    return refused ? undefined : `did not refuse an unknown event (${failed ? type : 'took it'})`;
  },
});

/** A worker behind a queue or stream must take an empty batch. */
export const takesEmptyBatch = (versionArn: string): Probe => ({
  versionArn,
  event: { Records: [] },
  verdict: ({ payload, failed }) =>
    !failed && z.object({ batchItemFailures: z.array(z.unknown()).length(0) }).safeParse(payload).success
      ? undefined
      : 'did not take an empty batch',
});

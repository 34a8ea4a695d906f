import { members } from '../format/members.ts';

/** An answer of the API that is no success: an RFC 9457 problem document, or what can be said without one. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  /** Why each field is wrong, by its name without the `body.` in front. */
  readonly fields: Readonly<Record<string, string>>;
  /** Finds the request in the logs; absent when nobody has answered. */
  readonly correlationId: string | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    fields: Record<string, string> = {},
    correlationId?: string,
  ) {
    super(message);
    this.name = 'ProblemError';
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.correlationId = correlationId;
  }
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

function fieldErrors(value: unknown): Record<string, string> {
  if (!Array.isArray(value)) return {};
  const pairs: [string, string][] = [];
  for (const entry of value) {
    const parts = members(entry);
    const field = text(parts.get('field'));
    const message = text(parts.get('message'));
    if (field && message) pairs.push([field.replace(/^(body|query|params)\./, ''), message]);
  }
  return Object.fromEntries(pairs);
}

/** Where an answer names its request when its body does not: ours, API Gateway's, CloudFront's. */
const idHeaders = ['x-correlation-id', 'apigw-requestid', 'x-amz-cf-id'];

/** @param body the parsed JSON, or undefined when there was none */
export function readProblem(status: number, body: unknown, headers = new Headers()): ProblemError {
  const problem = members(body);
  const message =
    text(problem.get('detail')) ??
    text(problem.get('title')) ??
    (status >= 500
      ? 'The service has a problem. Try again in a moment.'
      : `The request was refused (${status}).`);
  return new ProblemError(
    status,
    text(problem.get('code')) ?? `status-${status}`,
    message,
    fieldErrors(problem.get('errors')),
    text(problem.get('correlationId')) ?? idHeaders.map((name) => text(headers.get(name))).find(Boolean),
  );
}

/** What is thrown when nobody answers. */
export const noConnection = (): ProblemError =>
  new ProblemError(
    0,
    'no-connection',
    navigator.onLine
      ? 'Shutterbus cannot be reached. Check your connection and try again.'
      : 'You are offline. Try again when you have a connection.',
  );

/** What is said of a failure. */
export interface Reason {
  message: string;
  /** Of a fault of ours, what to name when asking for help. What people can put right themselves needs none. */
  faultId?: string | undefined;
}

/** What to say of anything that was thrown. */
export const reasonOf = (error: unknown): Reason => ({
  message: messageOf(error),
  faultId: error instanceof ProblemError && error.status >= 500 ? error.correlationId : undefined,
});

/** A sentence for people about anything that was thrown. */
function messageOf(error: unknown): string {
  if (error instanceof Error && error.message !== '') return error.message;
  return 'Something went wrong. Try again.';
}

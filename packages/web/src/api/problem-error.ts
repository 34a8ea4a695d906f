/** An answer of the API that is no success: an RFC 9457 problem document, or what can be said without one. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  /** Why each field is wrong, by its name without the `body.` in front. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, fields: Record<string, string> = {}) {
    super(message);
    this.name = 'ProblemError';
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const members = (value: unknown): Map<string, unknown> =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);

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

/** @param body the parsed JSON, or undefined when there was none */
export function readProblem(status: number, body: unknown): ProblemError {
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
  );
}

/** A sentence for people about anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof Error && error.message !== '') return error.message;
  return 'Something went wrong. Try again.';
}

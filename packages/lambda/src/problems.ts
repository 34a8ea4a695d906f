import { STATUS_CODES } from 'node:http';
import { DomainError, type DomainErrorKind } from '@shutterbus/contracts/domain-error';
import type { Problem } from '@shutterbus/contracts/problem';

/** The one table from what went wrong to the HTTP status. */
const statusOf: Record<DomainErrorKind, number> = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  contradiction: 422,
  'too-large': 413,
  'too-many': 429,
};

/** 400: the request breaks the route's schema. */
export class InvalidRequestError extends DomainError {
  readonly errors: { field: string; message: string }[];

  constructor(errors: { field: string; message: string }[]) {
    super('invalid', 'invalid-request', 'The request is not valid; see errors.');
    this.errors = errors;
  }
}

/** 401: there is a token, but not the kind that this API takes. */
export class UnauthorizedError extends Error {
  readonly code = 'unauthorized';

  constructor() {
    super('An access token is required.');
    this.name = 'UnauthorizedError';
  }
}

/** 415: the body is of another type than the API takes. */
export class UnsupportedContentTypeError extends Error {
  readonly code = 'unsupported-content-type';

  constructor() {
    super('The body must be sent as application/json.');
    this.name = 'UnsupportedContentTypeError';
  }
}

/** The problem document (RFC 9457) for anything thrown. An unforeseen error tells the caller nothing but the id. */
export function problemOf(error: unknown, correlationId: string): Problem {
  if (error instanceof DomainError) {
    return {
      ...problem(statusOf[error.kind], error.code, error.message, correlationId),
      ...(error instanceof InvalidRequestError && { errors: error.errors }),
      ...(error.limit && { limit: error.limit }),
    };
  }
  if (error instanceof UnauthorizedError) return problem(401, error.code, error.message, correlationId);
  if (error instanceof UnsupportedContentTypeError)
    return problem(415, error.code, error.message, correlationId);
  return problem(500, 'internal-error', 'Something went wrong on our side. Try again.', correlationId);
}

function problem(status: number, code: string, detail: string, correlationId: string): Problem {
  return {
    type: `urn:shutterbus:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    code,
    correlationId,
  };
}

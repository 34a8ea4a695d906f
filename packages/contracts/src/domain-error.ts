/** What went wrong, in terms that every protocol has a word for. */
export type DomainErrorKind =
  | 'invalid'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'contradiction'
  | 'too-large'
  | 'too-many';

/** What there is too much of, and how much may be. */
interface LimitOf {
  name: string;
  max: number;
}

/** An outcome that a use case foresees and a caller can act on. Everything else that is thrown is a fault. */
export class DomainError extends Error {
  readonly kind: DomainErrorKind;
  /** Stable, kebab-case, for programs: `handle-taken`. */
  readonly code: string;
  /** For `too-large` and `too-many`. */
  readonly limit?: LimitOf | undefined;

  /** For `too-many`, always: after how many seconds there is room for one more; whole ones, at least 1. */
  readonly retryAfterSeconds?: number | undefined;

  /** @param message a sentence for the person who called */
  constructor(kind: Exclude<DomainErrorKind, 'too-many'>, code: string, message: string, limit?: LimitOf);
  constructor(
    kind: 'too-many',
    code: string,
    message: string,
    limit: LimitOf | undefined,
    retryAfterSeconds: number,
  );
  constructor(
    kind: DomainErrorKind,
    code: string,
    message: string,
    limit?: LimitOf,
    retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = new.target.name;
    this.kind = kind;
    this.code = code;
    this.limit = limit;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What went wrong, in terms that every protocol has a word for. */
export type DomainErrorKind =
  | 'invalid'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'contradiction'
  | 'too-large'
  | 'too-many';

/** An outcome that a use case foresees and a caller can act on. Everything else that is thrown is a fault. */
export class DomainError extends Error {
  readonly kind: DomainErrorKind;
  /** Stable, kebab-case, for programs: `handle-taken`. */
  readonly code: string;
  /** For `too-large` and `too-many`: what there is too much of, and how much may be. */
  readonly limit?: { name: string; max: number } | undefined;

  /** For `too-many`: after how many seconds there is room for one more, where that is known. */
  readonly retryAfterSeconds?: number | undefined;

  /** @param message a sentence for the person who called */
  constructor(
    kind: DomainErrorKind,
    code: string,
    message: string,
    limit?: { name: string; max: number },
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

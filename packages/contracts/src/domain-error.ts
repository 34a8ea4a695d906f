/** What went wrong, in terms that every protocol has a word for. */
export type DomainErrorKind = 'invalid' | 'forbidden' | 'not-found' | 'conflict' | 'too-large' | 'too-many';

/** An outcome that a use case foresees and a caller can act on. Everything else that is thrown is a fault. */
export class DomainError extends Error {
  readonly kind: DomainErrorKind;
  /** Stable, kebab-case, for programs: `handle-taken`. */
  readonly code: string;

  /** @param message a sentence for the person who called */
  constructor(kind: DomainErrorKind, code: string, message: string) {
    super(message);
    this.name = new.target.name;
    this.kind = kind;
    this.code = code;
  }
}

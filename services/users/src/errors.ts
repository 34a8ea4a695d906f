import { DomainError } from '@shutterbus/contracts/domain-error';

export class ProfileNotReadyError extends DomainError {
  constructor() {
    super('not-found', 'profile-not-ready', 'Your profile is not there yet. Try again shortly.');
  }
}

export class UserNotFoundError extends DomainError {
  constructor() {
    super('not-found', 'user-not-found', 'Nobody has this handle.');
  }
}

/** What only somebody who stays can do. */
export class LeavingError extends DomainError {
  constructor() {
    super('conflict', 'leaving', 'You are leaving. Come back first.');
  }
}

/** Leaving takes more than a session that somebody left open. */
export class SignInAgainError extends DomainError {
  constructor() {
    super('forbidden', 'sign-in-again', 'Sign in again first: your last sign-in is too long ago for this.');
  }
}

export class TooLateError extends DomainError {
  constructor() {
    super('conflict', 'too-late', 'Your time to come back is over; everything is being erased.');
  }
}

export class SelfFollowError extends DomainError {
  constructor() {
    super('conflict', 'self-follow', 'You cannot follow yourself.');
  }
}

/** Somebody else's write came between reading and writing. Nothing was written; read again. */
export class ConcurrentChangeError extends DomainError {
  constructor() {
    super('conflict', 'changed-meanwhile', 'Something changed at the same time. Try again.');
  }
}

/** The sign-up cannot go on as asked. The message is read by the person, within a sentence of Cognito's. */
export class SignUpRefusedError extends DomainError {
  constructor(code: 'invalid-handle' | 'handle-taken' | 'invalid-name' | 'invalid-email', message: string) {
    super(code === 'handle-taken' ? 'conflict' : 'invalid', code, message);
  }
}

export class AccountGoneError extends DomainError {
  constructor() {
    super('not-found', 'account-gone', 'This account is no longer there.');
  }
}

export class AddressTakenError extends DomainError {
  constructor() {
    super('conflict', 'address-taken', 'There is an account with this e-mail address already.');
  }
}

export class WrongCodeError extends DomainError {
  constructor() {
    super('invalid', 'wrong-code', 'This code is wrong or too old. Check the latest mail.');
  }
}

export class TooManyCodesError extends DomainError {
  constructor(retryAfterSeconds: number) {
    super(
      'too-many',
      'too-many-codes',
      'That was tried too often. Wait a while before the next try.',
      undefined,
      retryAfterSeconds,
    );
  }
}

export class HandleTakenError extends DomainError {
  constructor() {
    super('conflict', 'handle-taken', 'This handle is taken, please choose another one.');
  }
}

export class HandleChangedLatelyError extends DomainError {
  constructor(next: Date) {
    super(
      'conflict',
      'handle-changed-lately',
      `A handle can be changed once in 30 days: yours again on ${next.toISOString().slice(0, 10)}.`,
    );
  }
}

import { DomainError } from '@shutterbus/contracts/domain-error';

/** The mail service refused a mail for good. */
export class MailRefusedError extends Error {
  /** The mail service's own name for it, such as `BadRequestException`. */
  readonly code: string;

  constructor(code: string) {
    super(`the mail was refused: ${code}`);
    this.name = 'MailRefusedError';
    this.code = code;
  }
}

/**
 * The mail service did not take the mail, and may do so later: too many at once, an outage that it speaks of, or something
 * that the operator has to mend (a sender that is not verified, the sandbox of a new account, a missing grant).
 */
export class MailNotTakenError extends Error {
  /** The mail service's own name for it, such as `MessageRejected`. */
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(`the mail was not taken: ${code}`, options);
    this.name = 'MailNotTakenError';
    this.code = code;
  }
}

/** The person's registration has not arrived here yet. The queue tries again later. */
export class AddressUnknownError extends Error {
  readonly code = 'address-unknown';

  constructor() {
    super('the address is not known yet');
    this.name = 'AddressUnknownError';
  }
}

/** The first deployment has not come to the web app's address yet. The queue tries again later. */
export class OriginUnknownError extends Error {
  readonly code = 'origin-unknown';

  constructor() {
    super('the address of the web app is not known yet');
    this.name = 'OriginUnknownError';
  }
}

/** Another invocation is sending this mail, or crashed while doing so: copies of one message meet. The queue tries again later. */
export class MailInProgressError extends Error {
  readonly code = 'mail-in-progress';

  constructor() {
    super('the mail is being sent');
    this.name = 'MailInProgressError';
  }
}

/** In the same words whatever is wrong with a link: it tells nobody who exists. */
export class LinkNotValidError extends DomainError {
  constructor() {
    super(
      'forbidden',
      'link-not-valid',
      'This link does not work any more. Choose your mails in the settings.',
    );
  }
}

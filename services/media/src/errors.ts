import { DomainError } from '@shutterbus/contracts/domain-error';
import { maxUploadBytes } from '@shutterbus/contracts/uploads/limits';

/** Also for a photo that exists but is not the caller's to see: the answer must not tell the two apart. */
export class PhotoNotFoundError extends DomainError {
  constructor() {
    super('not-found', 'photo-not-found', 'There is no such photo.');
  }
}

export class NotYourPhotoError extends DomainError {
  constructor() {
    super('forbidden', 'not-your-photo', 'Only its owner can change a photo.');
  }
}

export class PhotoNotPublicError extends DomainError {
  constructor() {
    super('conflict', 'photo-not-public', 'Only a photo that everybody sees can stand for you.');
  }
}

export class OwnPhotoError extends DomainError {
  constructor() {
    super('conflict', 'own-photo', 'A photo is liked by others, not by its owner.');
  }
}

export class CommentNotFoundError extends DomainError {
  constructor() {
    super('not-found', 'comment-not-found', 'There is no such comment.');
  }
}

export class NotYourCommentError extends DomainError {
  constructor() {
    super(
      'forbidden',
      'not-your-comment',
      'A comment is deleted by who wrote it or by whose photo it is on.',
    );
  }
}

export class UploadTooLargeError extends DomainError {
  constructor() {
    super('too-large', 'upload-too-large', `A photo may have at most ${maxUploadBytes} bytes (25 MiB).`, {
      name: 'sizeBytes',
      max: maxUploadBytes,
    });
  }
}

export class DailyQuotaError extends DomainError {
  constructor(max: number, retryAfterSeconds: number) {
    super(
      'too-many',
      'daily-quota',
      `You have started ${max} uploads today, as many as one day allows. Try again tomorrow.`,
      { name: 'uploadsPerDay', max },
      retryAfterSeconds,
    );
  }
}

export class OpenUploadsError extends DomainError {
  constructor(max: number, retryAfterSeconds: number) {
    super(
      'too-many',
      'open-uploads',
      `${max} of your uploads still wait for their files, as many as may wait at once. Send them, or try again in five minutes.`,
      { name: 'openUploads', max },
      retryAfterSeconds,
    );
  }
}

/** A repeat says the same as the first request; this one says something else. */
export class IdempotencyKeyReusedError extends DomainError {
  constructor() {
    super(
      'contradiction',
      'idempotency-key-reused',
      'This Idempotency-Key stands for a request with other content. Give each request a key of its own.',
    );
  }
}

/** Somebody else's write came between reading and writing. Nothing was written; read again. */
export class ConcurrentChangeError extends DomainError {
  constructor() {
    super('conflict', 'photo-changed', 'The photo changed at the same time. Read it and try again.');
  }
}

/** Bytes of somebody who is gone are still there: what removes them has not come to them yet. */
export class OriginalsLeftError extends Error {
  readonly code = 'originals-left';

  constructor() {
    super('originals are left');
    this.name = 'OriginalsLeftError';
  }
}

import type { Rejection } from '@shutterbus/contracts/fields';

/** A file that no retry can turn into a picture. Its reason is for the owner. */
export class UnusablePictureError extends Error {
  readonly reason: Rejection;

  constructor(reason: Rejection, options?: ErrorOptions) {
    super(reason.message, options);
    this.name = 'UnusablePictureError';
    this.reason = reason;
  }
}

/** The original has been removed: its photo was deleted, or it was rejected. */
export class OriginalGoneError extends Error {
  readonly code = 'original-gone';

  constructor(options?: ErrorOptions) {
    super('The original is no longer there.', options);
    this.name = 'OriginalGoneError';
  }
}

/** Another delivery wrote between our reading and writing. Nothing was written; read again. */
export class ConcurrentChangeError extends Error {
  readonly code = 'concurrent-change';

  constructor() {
    super('The state changed at the same time.');
    this.name = 'ConcurrentChangeError';
  }
}

/** Renditions of somebody who is gone are still there: what removes them has not come to them yet. */
export class RenditionsLeftError extends Error {
  readonly code = 'renditions-left';

  constructor() {
    super('renditions are left');
    this.name = 'RenditionsLeftError';
  }
}

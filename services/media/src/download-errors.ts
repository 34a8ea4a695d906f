import { DomainError } from '@shutterbus/contracts/domain-error';

/** One at a time: a second one would pack mostly the same. */
export class DownloadUnderWayError extends DomainError {
  constructor() {
    super(
      'conflict',
      'download-under-way',
      'Your photos are being packed already. You are told when they are ready.',
    );
  }
}

export class NothingToDownloadError extends DomainError {
  constructor() {
    super('conflict', 'nothing-to-download', 'None of these photos has a file that could be packed.');
  }
}

export class DailyDownloadsError extends DomainError {
  constructor(max: number, retryAfterSeconds: number) {
    super(
      'too-many',
      'daily-downloads',
      `You had your photos packed ${max} times within a day, as often as one day allows.`,
      { name: 'downloadsPerDay', max },
      retryAfterSeconds,
    );
  }
}

/** Also for one of somebody else: the answer must not tell the two apart. */
export class DownloadNotFoundError extends DomainError {
  constructor() {
    super('not-found', 'download-not-found', 'There is no such download.');
  }
}

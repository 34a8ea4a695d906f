import type { AnswerHeaders } from './http-answer.ts';

/** An error that the caller of an emulated service gets, in that service's own shape. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error document, for example `CancellationReasons`. */
  readonly details: Record<string, unknown>;
  /** Of the answer, beside those that the service's protocol sets. */
  readonly headers: AnswerHeaders;

  /**
   * @param code the service's own error name, for example `ResourceNotFoundException`
   * @param status HTTP status, 400 unless told
   */
  constructor(
    code: string,
    message: string,
    status = 400,
    details: Record<string, unknown> = {},
    headers: AnswerHeaders = {},
  ) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.details = details;
    this.headers = headers;
  }
}

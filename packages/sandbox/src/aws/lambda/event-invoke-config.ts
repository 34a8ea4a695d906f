/** How events that were accepted asynchronously are tried, and where they end. */
export interface EventInvokeConfig {
  /** 0 to 2. */
  maximumRetryAttempts: number;
  /** 60 to 21,600 (six hours). */
  maximumEventAgeInSeconds: number;
  /** ARN of a queue, bus or function. */
  onSuccess?: string;
  onFailure?: string;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
export const defaultEventInvokeConfig: EventInvokeConfig = {
  maximumRetryAttempts: 2,
  maximumEventAgeInSeconds: 21_600,
};

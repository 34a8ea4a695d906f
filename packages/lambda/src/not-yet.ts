/**
 * It is not time yet for what a message asks for, and nothing is wrong: the message goes back to its queue, and no fault is counted.
 * How often it may come back is the queue's to say, after which it is a dead letter as any other.
 */
export class NotYetError extends Error {
  constructor(options: ErrorOptions) {
    super('it is not time yet', options);
    this.name = 'NotYetError';
  }
}

/**
 * For the promise of a message's work: what is thrown when it came too early is no fault.
 * @param TooEarly what the work throws then
 */
export const notYetWhen =
  (TooEarly: new () => Error) =>
  (error: unknown): never => {
    throw error instanceof TooEarly ? new NotYetError({ cause: error }) : error;
  };

import type { LyingMessage } from '../../changes/redrive.ts';
import { type Held, pageOf, type ReadHeld } from '../../core/held.ts';

/** Messages of a queue, the oldest first. Nobody receives them by this. */
export const readMessages =
  (peek: (queueName: string) => readonly LyingMessage[]): ReadHeld =>
  (queueName, from, sought) =>
    pageOf(peek(queueName).map(heldOf), from, sought);

function heldOf({ id, body, attributes, sentAt, receiveCount, hiddenUntil, sourceArn }: LyingMessage): Held {
  return {
    title: id,
    notes: [
      new Date(sentAt).toISOString(),
      `received ${receiveCount} times`,
      ...(hiddenUntil === undefined ? [] : [`hidden until ${new Date(hiddenUntil).toISOString()}`]),
    ],
    content: { body: parsed(body), attributes, ...(sourceArn !== undefined && { movedFrom: sourceArn }) },
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

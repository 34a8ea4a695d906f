import type { DomainEvent } from '@shutterbus/contracts/event';
import type { LeftAnswers, OwnQueue, PhotoRepository } from '../ports.ts';

interface Dependencies {
  photos: Pick<PhotoRepository, 'find'>;
  answers: LeftAnswers;
  queue: OwnQueue;
}

/** Each some twenty milliseconds; the message that says the same again has its own. */
const callsPerMessage = 100;

/**
 * Removes likes and comments of a photo that is gone, some thousands at most; for the rest the event is said again, to this
 * service alone. What is removed is not found again, so it needs no place to go on from. Safe to repeat; a photo that is
 * there keeps its own, whatever the event says.
 */
export function makeForgetAnswers({ photos, answers, queue }: Dependencies) {
  return async (event: DomainEvent<string, { mediaId: string }>): Promise<void> => {
    const { mediaId } = event.detail.data;
    if (await photos.find(mediaId)) return;
    for (let calls = 0; calls < callsPerMessage; calls += 1) {
      if (!(await answers.removeSome(mediaId))) return;
    }
    await queue.again(event);
  };
}

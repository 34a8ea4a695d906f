import type { EventOf, Trace } from '@shutterbus/contracts/event';
import type { MediaPublished } from '@shutterbus/contracts/events/media';
import type { FanOutQueue } from '../ports.ts';

/** Puts the telling of a publication into the queue, from where it goes page by page. */
export function makeAnnouncePhoto({ fanOutQueue }: { fanOutQueue: FanOutQueue }) {
  return async (
    { detail: { metadata, data } }: EventOf<typeof MediaPublished>,
    { trace }: { trace: Trace },
  ) => fanOutQueue.enqueue([{ ...data, version: metadata.aggregateVersion }], trace);
}

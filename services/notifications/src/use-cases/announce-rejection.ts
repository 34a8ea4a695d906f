import type { EventOf, Trace } from '@shutterbus/contracts/event';
import type { MediaRejected } from '@shutterbus/contracts/events/media';
import type { Notify } from '../notify.ts';

/** Tells the owner why a photo cannot be shown. Safe to repeat. */
export function makeAnnounceRejection({ notify }: { notify: Notify }) {
  return async (
    { detail: { metadata, data } }: EventOf<typeof MediaRejected>,
    { trace }: { trace: Trace },
  ) => {
    const { mediaId, ownerId, title, reason } = data;
    await notify({
      userIds: [ownerId],
      facts: { kind: 'photo-rejected', mediaId, title, reason: reason.message },
      at: metadata.occurredAt,
      queuesMail: true,
      trace,
    });
  };
}

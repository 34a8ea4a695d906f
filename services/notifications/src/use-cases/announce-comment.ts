import type { EventOf, Trace } from '@shutterbus/contracts/event';
import type { CommentAdded } from '@shutterbus/contracts/events/comments';
import type { TellOwner } from '../tell-owner.ts';

/** Tells the owner who says something about a photo; nobody is told of what they said themselves. A comment that was deleted stays told. */
export function makeAnnounceComment({ tellOwner }: { tellOwner: TellOwner }) {
  return async ({ detail: { metadata, data } }: EventOf<typeof CommentAdded>, context: { trace: Trace }) => {
    const { ownerId, mediaId, commenterId: personId, commentId: answerId, title, picture } = data;
    if (personId === ownerId) return;
    const comment = { kind: 'commented', personId, answerId, at: metadata.occurredAt } as const;
    await tellOwner({ ...comment, ownerId, mediaId, title, picture }, context);
  };
}

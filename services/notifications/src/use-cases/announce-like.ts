import type { EventOf, Trace } from '@shutterbus/contracts/event';
import type { MediaLiked } from '@shutterbus/contracts/events/likes';
import type { TellOwner } from '../tell-owner.ts';

/** Tells the owner who likes a photo. Whoever does so again after a change of mind is counted once; a like that ended stays told. */
export function makeAnnounceLike({ tellOwner }: { tellOwner: TellOwner }) {
  return ({ detail: { metadata, data } }: EventOf<typeof MediaLiked>, context: { trace: Trace }) => {
    const { ownerId, mediaId, likerId, title, picture } = data;
    const like = { kind: 'liked', personId: likerId, answerId: likerId, at: metadata.occurredAt } as const;
    return tellOwner({ ...like, ownerId, mediaId, title, picture }, context);
  };
}

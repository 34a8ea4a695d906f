import { createEvent, type DomainEvent, type Trace } from '@shutterbus/contracts/event';
import { ThumbnailGenerationFailed, ThumbnailsGenerated } from '@shutterbus/contracts/events/thumbnails';
import type { Rejection } from '@shutterbus/contracts/fields';
import {
  linkPreviewKey,
  type Picture,
  type Place,
  type RenditionSet,
  renditionKey,
} from './rendition-set.ts';

/** When, why and under which id something happens. */
export interface Occasion {
  at: string;
  trace: Trace;
  newId: () => string;
}

function factsOf({ mediaId, revision }: RenditionSet, { at, trace, newId }: Occasion) {
  const aggregateVersion = revision + 1;
  return { eventId: newId(), occurredAt: at, aggregateId: mediaId, aggregateVersion, trace };
}

/** @param set as it was read; the event carries the revision that saving gives it */
export function thumbnailsGenerated(
  set: RenditionSet,
  { folder, visibility, mediaVersion }: Place,
  { renditions, linkPreview, ...picture }: Picture,
  occasion: Occasion,
): DomainEvent {
  const { mediaId, ownerId } = set;
  return createEvent(ThumbnailsGenerated, {
    ...factsOf(set, occasion),
    data: {
      mediaId,
      ownerId,
      mediaVersion,
      visibility,
      ...picture,
      ...(linkPreview && { linkPreview: { ...linkPreview, key: linkPreviewKey(folder) } }),
      renditions: renditions.map((one) => ({ ...one, key: renditionKey(folder, one.name) })),
    },
  });
}

/** @param set as it was read; the event carries the revision that saving gives it */
export function thumbnailGenerationFailed(
  set: RenditionSet,
  mediaVersion: number,
  reason: Rejection,
  occasion: Occasion,
): DomainEvent {
  const { mediaId, ownerId } = set;
  return createEvent(ThumbnailGenerationFailed, {
    ...factsOf(set, occasion),
    data: { mediaId, ownerId, mediaVersion, reason },
  });
}

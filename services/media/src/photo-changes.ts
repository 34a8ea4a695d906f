import { createEvent, type DomainEvent, type EventDefinition, type Trace } from '@shutterbus/contracts/event';
import {
  MediaDeleted,
  MediaPublished,
  MediaRejected,
  MediaRenditionsRequested,
  MediaUpdated,
  MediaUploaded,
  MediaUploadedV2,
  MediaVisibilityChanged,
} from '@shutterbus/contracts/events/media';
import type { ImageType, Rejection, Visibility } from '@shutterbus/contracts/fields';
import type { OriginalObject } from './original.ts';
import { isNewer, isPublished, type Photo, type Picture } from './photo.ts';
import { shownPictureOf } from './shown-picture.ts';

/** When, why and under which ids something happens. */
export interface Occasion {
  at: string;
  trace: Trace;
  newId: () => string;
}

/** The photo as it is afterwards, with the events that belong into the same write. */
export interface Change {
  photo: Photo;
  events: DomainEvent[];
}

/** Each event gets a version of its own, so that a reader can order two that come from one write. */
function changing(before: Photo, { at, trace, newId }: Occasion) {
  let version = before.version;
  const events: DomainEvent[] = [];
  return {
    emit<Type extends string, Data>(definition: EventDefinition<string, Type, Data>, data: Data): number {
      version += 1;
      const facts = {
        eventId: newId(),
        occurredAt: at,
        aggregateId: before.mediaId,
        aggregateVersion: version,
      };
      events.push(createEvent(definition, { ...facts, trace, data }));
      return version;
    },
    done(changes: Partial<Photo>): Change {
      const photo = { ...before, ...changes, updatedAt: at, version: Math.max(version, before.version + 1) };
      return { photo, events };
    },
  };
}

const idsOf = ({ mediaId, ownerId }: Photo) => ({ mediaId, ownerId });

/** The bytes are there, and are a picture of this type, whatever was promised. */
export function acceptOriginal(
  photo: Photo,
  original: OriginalObject & { contentType: ImageType },
  occasion: Occasion,
): Change {
  const change = changing(photo, occasion);
  const { bucket, key, versionId, sizeBytes, contentType } = original;
  const { visibility } = photo;
  const data = { ...idsOf(photo), bucket, key, versionId, contentType, sizeBytes, visibility };
  // Version 1 where it has a word for the type: a reader of the release before knows no other version.
  const first = MediaUploaded.data.safeParse(data);
  const visibilityVersion = first.success
    ? change.emit(MediaUploaded, first.data)
    : change.emit(MediaUploadedV2, data);
  return change.done({
    status: 'processing',
    contentType,
    originalVersionId: versionId,
    sizeBytes,
    visibilityVersion,
  });
}

/** Somebody asked again for the permission to send the bytes: it is waited for them anew. Nobody has to hear of it. */
export const waitAnew = (photo: Photo, occasion: Occasion): Change => changing(photo, occasion).done({});

export function reject(
  photo: Photo,
  rejection: Rejection,
  occasion: Occasion,
  originalVersionId = photo.originalVersionId,
): Change {
  const change = changing(photo, occasion);
  change.emit(MediaRejected, { ...idsOf(photo), title: photo.title, reason: rejection });
  return change.done({
    status: 'rejected',
    rejection,
    ...(originalVersionId !== undefined && { originalVersionId }),
  });
}

/**
 * Takes over what the thumbnails service made. A set that answers an older event than the last change of visibility
 * makes the photo ready, but not published: the set for the new visibility follows. A new set for a photo that
 * everybody sees already is no publication: nobody is told, and its place in the feed stays.
 * @param contentType of the original, if its decoder found another one than its first bytes show
 * @returns undefined when the set is older than, or the same as, the one that is known
 */
export function applyPicture(
  photo: Photo,
  picture: Picture,
  occasion: Occasion,
  contentType: ImageType = photo.contentType,
): Change | undefined {
  if (photo.status !== 'processing' && photo.status !== 'ready') return undefined;
  if (photo.picture && !isNewer(picture, photo.picture)) return undefined;
  const change = changing(photo, occasion);
  const changes = { status: 'ready', picture, contentType } as const;
  const shown = { ...photo, ...changes };
  if (!isPublished(shown) || isPublished(photo)) return change.done(changes);
  const publishedAt = photo.publishedAt ?? occasion.at;
  const { title } = photo;
  change.emit(MediaPublished, { ...idsOf(photo), title, publishedAt, picture: shownPictureOf(shown) });
  return change.done({ ...changes, publishedAt });
}

export interface Edit {
  title?: string | undefined;
  description?: string | undefined;
  /** Empty: there is none any more. */
  altText?: string | undefined;
  visibility?: Visibility | undefined;
}

/** @returns undefined when everything is already as asked */
export function edit(photo: Photo, asked: Edit, occasion: Occasion): Change | undefined {
  const { title = photo.title, description = photo.description, visibility = photo.visibility } = asked;
  const altText = (asked.altText ?? photo.altText) || undefined;
  const textChanges = title !== photo.title || description !== photo.description || altText !== photo.altText;
  const visibilityChanges = visibility !== photo.visibility;
  if (!textChanges && !visibilityChanges) return undefined;
  const change = changing(photo, occasion);
  if (textChanges) change.emit(MediaUpdated, { ...idsOf(photo), title, description, altText });
  let { visibilityVersion } = photo;
  // Before the bytes are there, nothing has to move; MediaUploaded will carry the visibility.
  const hasRenditions = photo.status === 'processing' || photo.status === 'ready';
  if (visibilityChanges && hasRenditions)
    visibilityVersion = change.emit(MediaVisibilityChanged, { ...idsOf(photo), visibility });
  return change.done({ title, description, altText, visibility, visibilityVersion });
}

/**
 * Asks for the renditions of a photo that is ready as the list has them now. The photo stays as it is, so the event
 * carries the version that it has.
 * @returns undefined for a photo without an accepted original, which none that is ready is
 */
export function requestRenditions(
  photo: Photo,
  original: { bucket: string; key: string },
  { at, trace, newId }: Occasion,
): DomainEvent | undefined {
  const { mediaId, version, visibility, originalVersionId: versionId } = photo;
  if (versionId === undefined) return undefined;
  return createEvent(MediaRenditionsRequested, {
    eventId: newId(),
    occurredAt: at,
    aggregateId: mediaId,
    aggregateVersion: version,
    trace,
    data: { ...idsOf(photo), ...original, versionId, visibility },
  });
}

/** What everybody else has to know when a photo goes. */
export function deletion(
  photo: Photo,
  original: { bucket: string; key: string },
  occasion: Occasion,
): Change {
  const change = changing(photo, occasion);
  change.emit(MediaDeleted, { ...idsOf(photo), bucket: original.bucket, key: original.key });
  return change.done({});
}

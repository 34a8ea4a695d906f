import { kindOf } from '@shutterbus/contracts/events/thumbnails';
import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import type { Person } from '@shutterbus/contracts/routes/users';
import type { AnswerCounts } from './answer-counts.ts';
import { isPublished, type Photo, tagsOf } from './photo.ts';

/** The photo as the API shows it. Renditions of a published one are paths on the web origin. */
export function viewOf(photo: Photo, owner: Person, { likes, comments }: AnswerCounts): PhotoShape {
  const { picture } = photo;
  const { linkPreview } = picture ?? {};
  const published = isPublished(photo);
  return {
    id: photo.mediaId,
    title: photo.title,
    description: photo.description,
    altText: photo.altText,
    visibility: photo.visibility,
    status: photo.status,
    rejection: photo.rejection,
    owner,
    contentType: photo.contentType,
    widthPx: picture?.widthPx,
    heightPx: picture?.heightPx,
    placeholder: picture?.placeholder,
    dominantColour: picture?.dominantColour,
    camera: picture?.camera,
    notes: picture?.notes,
    ...(published &&
      linkPreview && {
        linkPreview: {
          url: `/${linkPreview.key}`,
          widthPx: linkPreview.widthPx,
          heightPx: linkPreview.heightPx,
        },
      }),
    renditions: (picture?.renditions ?? []).map(({ name, kind, widthPx, heightPx, key }) => ({
      name,
      kind: kindOf({ name, kind }),
      widthPx,
      heightPx,
      ...(published && { url: `/${key}` }),
    })),
    tags: tagsOf(photo),
    likes,
    comments,
    createdAt: photo.createdAt,
    updatedAt: photo.updatedAt,
    publishedAt: photo.publishedAt,
  };
}

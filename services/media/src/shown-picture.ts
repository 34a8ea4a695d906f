import type { ShownPicture } from '@shutterbus/contracts/fields';
import { avatarUrlOf } from './avatar.ts';
import type { Photo } from './photo.ts';

/** What shows a photo beside words about it; undefined while not everybody sees it. */
export function shownPictureOf(photo: Photo): ShownPicture | undefined {
  const { picture, altText } = photo;
  // As large as a face is enough.
  const url = avatarUrlOf(photo);
  if (picture === undefined || url === undefined) return undefined;
  const { mediaVersion, setVersion = 0, linkPreview } = picture;
  const jpeg = linkPreview && {
    ...{ widthPx: linkPreview.widthPx, heightPx: linkPreview.heightPx },
    url: `/${linkPreview.key}`,
  };
  return { mediaVersion, setVersion, altText, url, jpeg };
}

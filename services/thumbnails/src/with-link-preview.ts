import type { LinkPreviewMaker, RenditionStore } from './ports.ts';
import type { Picture, Place } from './rendition-set.ts';

/**
 * Makes what the preview of a link shows, and writes it where the photo's renditions lie, if they are public; a private
 * photo has none.
 * @param largest the bytes of the largest rendition
 */
export async function withLinkPreview(
  { linkPreview: _, ...picture }: Picture,
  { folder, visibility }: Place,
  largest: () => Promise<Uint8Array>,
  { linkPreviews, store }: { linkPreviews: LinkPreviewMaker; store: RenditionStore },
): Promise<Picture> {
  if (visibility !== 'public') return picture;
  const { bytes, widthPx, heightPx } = await linkPreviews.make(await largest());
  await store.writeLinkPreview(folder, visibility, bytes);
  return {
    ...picture,
    linkPreview: { widthPx, heightPx, sizeBytes: bytes.length, contentType: 'image/jpeg' },
  };
}

/** Of files as they were made. */
export const largestOf = (files: readonly { bytes: Uint8Array }[]) => async (): Promise<Uint8Array> => {
  const [largest] = files;
  if (!largest) throw new Error('a picture without renditions');
  return largest.bytes;
};

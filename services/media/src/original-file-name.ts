import type { ImageType } from '@shutterbus/contracts/fields';

const extensions: Record<ImageType, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
  'image/heic': 'heic',
  'image/heif': 'heif',
};

export const extensionOf = (contentType: ImageType): string => extensions[contentType];

/** A name to save an original under: the title's ASCII letters and digits, so that it is safe inside a header. */
export function originalFileName({ title, contentType }: { title: string; contentType: ImageType }): string {
  const name = title
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
  return `${name || 'photo'}.${extensionOf(contentType)}`;
}

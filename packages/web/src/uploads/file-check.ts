import { fileSize } from '../format/sizes.ts';
import { type ImageType, imageTypes, maxUploadBytes, titleMaxLength } from '../limits.ts';

export type CheckedFile = { ok: true; contentType: ImageType } | { ok: false; reason: string };

const byExtension: Readonly<Record<string, ImageType>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
};

const extensionOf = (name: string): string => /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';

/** What can be said about a file before sending it. The bytes are looked at by the service. */
export function checkFile({ name, type, size }: Pick<File, 'name' | 'type' | 'size'>): CheckedFile {
  const contentType =
    imageTypes.find((known) => known === type) ?? (type === '' ? byExtension[extensionOf(name)] : undefined);
  if (!contentType) {
    const heic = /hei[cf]/i.test(`${type} ${extensionOf(name)}`);
    return {
      ok: false,
      reason: heic
        ? 'HEIC photos cannot be shown by every browser. Export it as JPEG first.'
        : 'This is not a JPEG, PNG, WebP or GIF picture.',
    };
  }
  if (size === 0) return { ok: false, reason: 'The file is empty.' };
  if (size > maxUploadBytes) {
    return { ok: false, reason: `The file has ${fileSize(size)}; at most 25 MB are possible.` };
  }
  return { ok: true, contentType };
}

/** `IMG_2041-first_snow.JPG` → `IMG 2041 first snow`. */
export function titleFromFileName(name: string): string {
  const words = name
    .replace(/\.[a-z0-9]+$/i, '')
    .replaceAll(/[_\-\s]+/g, ' ')
    .trim();
  return words.slice(0, titleMaxLength).trim() || 'Untitled';
}

import type { PhotoDetail } from '../api/media.ts';
import { checkFile } from './file-check.ts';
import { titleFromFileName } from './title-from-file-name.ts';
import type { NewUpload } from './upload-queue.ts';

/** A file that was not taken, and why. */
export interface Refusal {
  name: string;
  reason: string;
}

/**
 * Parts files into what can be uploaded and the rest, each in the order in which it was given.
 * @param replaced the photo whose place the file takes, with the words that were written for it; only one can
 */
export async function takeFiles(
  files: File[],
  replaced: PhotoDetail | undefined,
): Promise<{ taken: NewUpload[]; refused: Refusal[] }> {
  const taken: NewUpload[] = [];
  const refused: Refusal[] = [];
  const words = replaced && {
    title: replaced.title,
    description: replaced.description,
    isPublic: replaced.visibility === 'public',
    replaces: replaced.id,
  };
  const checks = await Promise.all(files.map(checkFile));
  for (const [index, file] of files.entries()) {
    const check = checks[index];
    if (check?.ok === false) refused.push({ name: file.name, reason: check.reason });
    else if (check && words && taken.length > 0)
      refused.push({ name: file.name, reason: 'Only one file can take a photo’s place.' });
    else if (check)
      taken.push({ file, contentType: check.contentType, title: titleFromFileName(file.name), ...words });
  }
  return { taken, refused };
}

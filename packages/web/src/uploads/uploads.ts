import { deletePhoto, getPhoto, type PhotoDetail, requestUpload } from '../api/media.ts';
import { ProblemError, reasonOf } from '../api/problem-error.ts';
import { backoff, pause } from '../page/backoff.ts';
import { stored } from '../page/stored.ts';
import { forgetDropped } from './dropped.ts';
import { keptDrafts } from './kept-drafts.ts';
import { sendForm } from './send-form.ts';
import { showUploads } from './shown-uploads.ts';
import { uploadQueue } from './upload-queue.ts';

/** Looks again until the photo is done. A look that fails for want of a connection is no verdict on the photo. */
async function settled(id: string, signal: AbortSignal): Promise<PhotoDetail> {
  const waits = backoff({ firstMs: 400 });
  for (;;) {
    await pause(waits.next().value, signal);
    try {
      const photo = await getPhoto(id, signal);
      if (photo.status === 'ready' || photo.status === 'rejected') return photo;
    } catch (error) {
      const passing = error instanceof ProblemError && (error.status === 0 || error.status >= 500);
      if (!passing) throw error;
    }
  }
}

/** The page's one queue of uploads. */
export const uploads = uploadQueue({
  reserve: ({ title, description, isPublic, contentType, file, requestKey }) =>
    requestUpload(
      {
        title: title.trim(),
        description: description.trim(),
        visibility: isPublic ? 'public' : 'private',
        contentType,
        sizeBytes: file.size,
      },
      requestKey,
    ),
  send: sendForm,
  settled,
  // A reservation that stays behind is harmless: it is never shown to others, and the owner can delete it.
  release: (id) => deletePhoto(id).catch(() => {}),
  explain: reasonOf,
  wait: pause,
  newId: () => crypto.randomUUID(),
});

/** What was written for files that are not sent: the tab keeps it over a reload. */
export const drafts = keptDrafts(stored('shutterbus.drafts', () => sessionStorage));
uploads.subscribe(() => {
  showUploads(uploads.list());
  drafts.keep(uploads.list());
});

/** Who signs in after somebody else finds nothing of theirs. */
export function uploadsOf(person: string): void {
  if (drafts.begin(person)) uploads.clear();
}

/** What somebody who signs out takes along. */
export function forgetUploads(): void {
  uploads.clear();
  drafts.forget();
  forgetDropped();
}

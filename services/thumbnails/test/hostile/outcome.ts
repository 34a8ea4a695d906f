import type { PictureNotes } from '@shutterbus/contracts/fields';
import { UnusablePictureError } from '../../src/errors.ts';
import type { PictureMaker } from '../../src/ports.ts';

/** `renditions`, or the code of the rejection. Any other error is thrown on: it would be retried, and must not be. */
export async function outcomeOf(
  { make }: PictureMaker,
  original: Uint8Array,
): Promise<{ outcome: string; notes?: PictureNotes | undefined }> {
  try {
    const { files, picture } = await make(original);
    const whole = files.length === picture.renditions.length && files.every(({ bytes }) => bytes.length > 0);
    if (!whole) throw new Error('a rendition is missing');
    return { outcome: 'renditions', notes: picture.notes };
  } catch (error) {
    if (error instanceof UnusablePictureError) return { outcome: error.reason.code };
    throw error;
  }
}

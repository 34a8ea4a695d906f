import type { ImageType } from '@shutterbus/contracts/fields';
import { isPicture, kindOfFile, startBytes, typeOf } from '@shutterbus/contracts/uploads/kind-of-file';
import { maxUploadBytes, tooManyPixels } from '@shutterbus/contracts/uploads/limits';
import { pictureSize } from '@shutterbus/contracts/uploads/picture-size';
import { refusalOf } from '@shutterbus/contracts/uploads/refusals';
import { fileSize } from '../format/sizes.ts';

export type CheckedFile = { ok: true; contentType: ImageType } | { ok: false; reason: string };

/** Holds the header of nearly every picture; what has a longer one is read as a whole. */
const headerBytes = 128 * 1024;

const bytesOf = async (file: Blob, length: number): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(0, length).arrayBuffer());

const refuse = (reason: string): CheckedFile => ({ ok: false, reason });

/**
 * What can be said about a file before sending it, by its bytes and whatever its name: what kind of picture it is, or why
 * it cannot be taken, in the words that the service has for it.
 */
export async function checkFile(file: Blob): Promise<CheckedFile> {
  if (file.size === 0) return refuse('The file is empty.');
  try {
    return await judge(file);
  } catch {
    return refuse('The file cannot be read. If it lies in a cloud, let it be downloaded first.');
  }
}

async function judge(file: Blob): Promise<CheckedFile> {
  const kind = kindOfFile(await bytesOf(file, startBytes));
  if (!isPicture(kind)) return refuse(refusalOf(kind).message);
  if (file.size > maxUploadBytes)
    return refuse(
      `The file has ${fileSize(file.size)}; at most 25 MB are possible. Make it smaller, and upload that.`,
    );
  const size =
    pictureSize(await bytesOf(file, headerBytes), kind) ?? pictureSize(await bytesOf(file, file.size), kind);
  const tooMany = size && tooManyPixels(size);
  return tooMany ? refuse(tooMany.message) : { ok: true, contentType: typeOf(kind) };
}

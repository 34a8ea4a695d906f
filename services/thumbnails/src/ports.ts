import type { DomainEvent } from '@shutterbus/contracts/event';
import type { Visibility } from '@shutterbus/contracts/fields';
import type { Picture, RenditionSet } from './rendition-set.ts';

export interface RenditionSetRepository {
  /** As it is now, not as it was a moment ago. */
  find(mediaId: string): Promise<RenditionSet | undefined>;
  findMany(mediaIds: readonly string[]): Promise<RenditionSet[]>;
  /**
   * Writes the set with `revision` one higher, together with the events, and returns it.
   * @throws ConcurrentChangeError when the stored revision is not that of `set` (0: when there is one at all)
   */
  save(set: RenditionSet, events: readonly DomainEvent[]): Promise<RenditionSet>;
}

/** The bytes that people uploaded; they belong to the media service, which names them in its event. */
export interface Originals {
  /** @throws OriginalGoneError */
  read(original: { bucket: string; key: string; versionId: string }): Promise<Uint8Array>;
}

/** An image file in memory. */
export interface RenditionFile {
  name: string;
  bytes: Uint8Array;
}

export interface MadePicture {
  picture: Picture;
  files: RenditionFile[];
}

export interface PictureMaker {
  /** @throws UnusablePictureError when no retry can help */
  make(original: Uint8Array): Promise<MadePicture>;
}

export interface RenditionStore {
  /** Writes the files into the folder; again is the same. The visibility decides how long caches may keep them. */
  write(folder: string, visibility: Visibility, files: readonly RenditionFile[]): Promise<void>;
  copy(from: string, to: string, visibility: Visibility, names: readonly string[]): Promise<void>;
  /** Removes everything in the folder; no error when there is nothing. */
  empty(folder: string): Promise<void>;
  /** A link to one object, valid for 300 s. */
  presign(key: string): Promise<string>;
}

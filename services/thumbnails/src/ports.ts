import type { DomainEvent } from '@shutterbus/contracts/event';
import type { Visibility } from '@shutterbus/contracts/fields';
import type { Clock } from '@shutterbus/lambda/clock';
import type { Pause } from '@shutterbus/lambda/retry-on-conflict';
import type { Picture, RenditionSet } from './rendition-set.ts';
import type { Size } from './renditions.ts';

export interface RenditionSetRepository {
  /** As it is now, not as it was a moment ago. */
  find(mediaId: string): Promise<RenditionSet | undefined>;
  findMany(mediaIds: readonly string[]): Promise<RenditionSet[]>;
  /**
   * Whether anything of this person's photos may still be in the store. It lags by less than a second; sets from before it was asked are
   * seen from their next write on, which their deletion is.
   */
  holdsAnyOf(ownerId: string): Promise<boolean>;
  /**
   * Writes the set with `revision` one higher, together with the events, and returns it.
   * @throws ConcurrentChangeError when the stored revision is not that of `set` (0: when there is one at all)
   */
  save(set: RenditionSet, events: readonly DomainEvent[]): Promise<RenditionSet>;
}

/** Events that tell of no set. */
export interface Outbox {
  add(events: readonly DomainEvent[]): Promise<void>;
}

/** The bytes that people uploaded; they belong to the media service, which names them in its event. */
export interface Originals {
  /** @throws OriginalGoneError */
  read(original: { bucket: string; key: string; versionId: string }): Promise<Uint8Array>;
}

/** A rendition in memory. */
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

/** A JPEG for the previews of links, within their bounds (renditions.ts). */
export interface LinkPreview extends Size {
  bytes: Uint8Array;
}

export interface LinkPreviewMaker {
  /** @param rendition the largest one of the photo */
  make(rendition: Uint8Array): Promise<LinkPreview>;
}

export interface RenditionStore {
  /** Writes the files into the folder; again is the same. The visibility decides how long caches may keep them. */
  write(folder: string, visibility: Visibility, files: readonly RenditionFile[]): Promise<void>;
  writeLinkPreview(folder: string, visibility: Visibility, bytes: Uint8Array): Promise<void>;
  /** @throws ConcurrentChangeError when it is not there any more */
  readRendition(folder: string, name: string): Promise<Uint8Array>;
  copy(from: string, to: string, visibility: Visibility, names: readonly string[]): Promise<void>;
  /** Removes everything in the folder; no error when there is nothing. */
  empty(folder: string): Promise<void>;
  /** A link to one object, valid for 300 s. */
  presign(key: string): Promise<string>;
}

/** What it takes to make a photo's set, for the first time or again. */
export interface SetMaking {
  sets: RenditionSetRepository;
  originals: Originals;
  pictures: PictureMaker;
  linkPreviews: LinkPreviewMaker;
  /** What the list asks for of an original of this size. */
  recipeOf: (original: Size) => string;
  store: RenditionStore;
  clock: Clock;
  newId: () => string;
  /** 128 random bits as text that may stand in a path. */
  randomName: () => string;
  /** Between attempts that another delivery came into. Default: a random one of a few milliseconds. */
  pause?: Pause | undefined;
}

import type { Rejection } from '@shutterbus/contracts/fields';

/** One file that somebody could upload, and how making its renditions ends. */
export interface CorpusCase {
  name: string;
  /** Renditions, or the code of the rejection that the owner reads. */
  ends: 'renditions' | Rejection['code'];
  /** Draws the file anew; the same bytes each time, except where an encoder's version shows. */
  bytes(): Promise<Uint8Array>;
}

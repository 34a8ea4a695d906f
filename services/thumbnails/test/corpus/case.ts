import type { Rejection } from '@shutterbus/contracts/fields';

/** One file that somebody could upload, and how making its renditions ends. */
export interface CorpusCase {
  name: string;
  /** Renditions, or the code of the rejection that the owner reads. */
  ends: 'renditions' | Rejection['code'];
  /** For renditions of a damaged file: the least and the most that may be told to be missing. */
  missing?: readonly [number, number];
  /** For renditions of a file that moves, and is shown still. */
  isStill?: boolean;
  /** Draws the file anew; the same bytes each time, except where an encoder's version shows. */
  bytes(): Promise<Uint8Array>;
}

import type { PhotoDetail } from '../api/media.ts';

export type ReadPhoto = (id: string) => Promise<PhotoDetail>;

/** A photo as it was told to those who may read it so. */
export interface KnownPhoto {
  photo: PhotoDetail;
  read: ReadPhoto;
}

/** Whether it is this photo. What was read for somebody who was signed in is not for whoever is there after them. */
export const isOf = (known: KnownPhoto | undefined, id: string, read: ReadPhoto): boolean =>
  known?.photo.id === id && known.read === read;

/** With what has become of it. An answer that comes when one has gone on is no reason to go back. */
export const changed = (known: KnownPhoto | undefined, next: KnownPhoto): KnownPhoto | undefined =>
  isOf(known, next.photo.id, next.read) ? next : known;

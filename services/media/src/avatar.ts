import { kindOf } from '@shutterbus/contracts/events/thumbnails';
import { avatarField, ulidField, userIdField } from '@shutterbus/contracts/fields';
import * as z from 'zod';
import { isPublished, type Photo } from './photo.ts';

/** Which of their photos a person chose to stand for them. It stays when there is none, so that its version goes on growing. */
export const avatarSchema = z.object({
  userId: userIdField,
  /** Of the choice, whether or not the photo is to be seen at present. */
  mediaId: ulidField.optional(),
  /** Where everybody sees it; absent while nobody does. */
  url: avatarField.shape.url.optional(),
  version: z.int().positive(),
});
export type Avatar = z.infer<typeof avatarSchema>;

/** Aggregate id of the events about it. */
export const avatarId = (userId: string): string => `${userId}:avatar`;

/** A face is 88 px at most, on a screen of two points a pixel 176; a browser cuts the middle out of what is no square. */
const wantedPx = 150;

/** The path on the web origin of a rendition for a face: the smallest that is large enough. Undefined while nobody may see the photo. */
export function avatarUrlOf(photo: Photo): string | undefined {
  if (!isPublished(photo)) return undefined;
  const sideOf = ({ widthPx, heightPx }: { widthPx: number; heightPx: number }) =>
    Math.min(widthPx, heightPx);
  const known = (photo.picture?.renditions ?? []).filter((one) => ['whole', 'square'].includes(kindOf(one)));
  const bySide = known.toSorted((a, b) => sideOf(a) - sideOf(b));
  const fitting = bySide.find((one) => sideOf(one) >= wantedPx) ?? bySide.at(-1);
  return fitting && `/${fitting.key}`;
}

import { ulidField, userIdField } from '@shutterbus/contracts/fields';
import * as z from 'zod';

/** One version of one object in the uploads bucket. */
export interface OriginalObject {
  bucket: string;
  key: string;
  versionId: string;
  sizeBytes: number;
}

/** What the keys of all originals of one person begin with, and of nobody else's. */
export const originalsOf = (ownerId: string): string => `originals/${ownerId}/`;

/** The thumbnails service may read this prefix; nothing else may lie under it. */
export const originalKey = ({ ownerId, mediaId }: { ownerId: string; mediaId: string }): string =>
  `${originalsOf(ownerId)}${mediaId}`;

const partsSchema = z.tuple([z.literal('originals'), userIdField, ulidField]);

/** @returns undefined for a key that no upload of ours can have */
export function parseOriginalKey(key: string): { ownerId: string; mediaId: string } | undefined {
  const parts = partsSchema.safeParse(key.split('/'));
  if (!parts.success) return undefined;
  const [, ownerId, mediaId] = parts.data;
  return { ownerId, mediaId };
}

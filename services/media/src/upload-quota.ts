import { decodeTime } from 'ulid';
import { DailyQuotaError, OpenUploadsError } from './errors.ts';

export interface UploadLimits {
  /** Uploads that a person may start on a day (UTC), without those that were refused. */
  perDay: number;
  /** Of these, how many may be without their bytes at the same time. */
  openAtOnce: number;
}

/** Enough for a day out with a camera; what they bound is storage (5 GiB) and work for each person. */
export const uploadLimits: UploadLimits = { perDay: 200, openAtOnce: 50 };

/** The permission to send the bytes is valid for as long; what has not come by then is waited for no more. */
const openForSeconds = 300;
const dayMs = 24 * 60 * 60 * 1000;

/** One upload as the quota knows it. */
export interface CountedUpload {
  ownerId: string;
  mediaId: string;
  createdAt: string;
}

/** A person's uploads of one day, by their ids. */
export interface UploadsOfDay {
  started: readonly string[];
  open: readonly string[];
}

/** The open uploads whose bytes have been waited for long enough. */
export function expired({ open }: UploadsOfDay, { createdAt }: CountedUpload): string[] {
  const latest = Date.parse(createdAt) - openForSeconds * 1000;
  return open.filter((mediaId) => decodeTime(mediaId) < latest);
}

/** Why one more cannot be started, and after how long it can; undefined while one can. */
export function quotaError(
  { started, open }: UploadsOfDay,
  { createdAt }: CountedUpload,
  { perDay, openAtOnce }: UploadLimits,
): DailyQuotaError | OpenUploadsError | undefined {
  const now = Date.parse(createdAt);
  if (started.length >= perDay) {
    const nextDay = Date.parse(createdAt.slice(0, 10)) + dayMs;
    return new DailyQuotaError(perDay, Math.ceil((nextDay - now) / 1000));
  }
  if (open.length < openAtOnce) return undefined;
  const oldest = Math.min(...open.map((mediaId) => decodeTime(mediaId)));
  return new OpenUploadsError(openAtOnce, Math.floor((oldest - now) / 1000) + openForSeconds + 1);
}

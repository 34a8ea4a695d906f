import { timestampField, ulidField, userIdField } from '@shutterbus/contracts/fields';
import { type Download as DownloadShape, partShape } from '@shutterbus/contracts/routes/downloads';
import * as z from 'zod';
import { DailyDownloadsError, DownloadUnderWayError } from './download-errors.ts';

/** Somebody's photos on their way into zip files, as this service keeps it. */
export const downloadSchema = z.object({
  downloadId: ulidField,
  ownerId: userIdField,
  status: z.enum(['packing', 'ready', 'failed']),
  /** Those that were chosen; absent: all. */
  chosen: z.array(ulidField).optional(),
  /** Where the next part begins; absent before the first. */
  position: z.string().optional(),
  /** How many parts were tried to the end, those included in which nothing was left to pack. */
  partsTried: z.int().min(0),
  /** How often the next part was begun. */
  attempts: z.int().min(0),
  parts: z.array(partShape),
  createdAt: timestampField,
  updatedAt: timestampField,
  until: timestampField.optional(),
  /** Grows with each write; the lock of every write. */
  version: z.int().positive(),
});
export type Download = z.infer<typeof downloadSchema>;

const dayMs = 24 * 60 * 60 * 1000;
/** How many one person may have packed within 24 hours; those that failed do not count. */
export const downloadsPerDay = 3;
/** What was not packed by then never will be, and stands in nobody's way. */
const packedWithinMs = dayMs;
/** How long the files lie there. The bucket's own rule removes them later than that. */
export const liesForMs = dayMs;

/** Two GiB: what every unpacker opens and every file system takes; a function packs it in a part of its time. */
export const partBytesAtMost = 2 * 1024 ** 3;
/** Each takes a call to S3, one after the other; far from where a zip file would need its newer form (65,535). */
export const partPhotosAtMost = 1_000;

/** The files of one person lie under this prefix; nothing else may. */
export const downloadsPrefix = (ownerId: string): string => `downloads/${ownerId}/`;
export const partKey = ({ ownerId, downloadId }: Pick<Download, 'ownerId' | 'downloadId'>, part: number) =>
  `${downloadsPrefix(ownerId)}${downloadId}/${part}.zip`;

/** A name to save a part under. */
export const partFileName = ({ createdAt }: Pick<Download, 'createdAt'>, part: number): string =>
  `shutterbus-photos-${createdAt.slice(0, 10)}-${part}.zip`;

export const sumOf = (parts: Download['parts']): { photos: number; sizeBytes: number } => ({
  photos: parts.reduce((sum, { photos }) => sum + photos, 0),
  sizeBytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
});

/** Why a person cannot begin another one now; undefined while one can. */
export function refusalOf(
  known: readonly Download[],
  now: Date,
): DownloadUnderWayError | DailyDownloadsError | undefined {
  const ageMs = ({ createdAt }: Download): number => now.getTime() - Date.parse(createdAt);
  if (known.some((one) => one.status === 'packing' && ageMs(one) < packedWithinMs))
    return new DownloadUnderWayError();
  const counted = known.filter((one) => one.status === 'ready' && ageMs(one) < dayMs);
  if (counted.length < downloadsPerDay) return undefined;
  const oldest = Math.max(...counted.map(ageMs));
  return new DailyDownloadsError(downloadsPerDay, Math.ceil((dayMs - oldest) / 1000));
}

export const isOpen = ({ status, until }: Download, now: Date): boolean =>
  status === 'ready' && until !== undefined && now.toISOString() < until;

/** As its owner sees it, without links. */
export function viewOf(download: Download, now: Date): DownloadShape {
  const { downloadId, status, parts, createdAt, until } = download;
  const isOver = status === 'ready' && !isOpen(download, now);
  return {
    id: downloadId,
    status: isOver ? 'expired' : status,
    ...sumOf(parts),
    parts,
    createdAt,
    ...(until && { until }),
  };
}

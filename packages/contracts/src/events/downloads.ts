import * as z from 'zod';
import { defineEvent } from '../event.ts';
import { timestampField, ulidField, userIdField } from '../fields.ts';

const source = 'shutterbus.media';
const download = z.object({ downloadId: ulidField, ownerId: userIdField });
const example = {
  downloadId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CF',
  ownerId: '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11',
};

/** Aggregate of all three: the download. No event carries a link or the names of photos. */
export const DownloadRequested = defineEvent({
  source,
  detailType: 'DownloadRequested',
  version: 1,
  summary: 'Somebody wants to have the originals of their photos, all or some, to take along.',
  data: download,
  example,
});

export const DownloadPacked = defineEvent({
  source,
  detailType: 'DownloadPacked',
  version: 1,
  summary: 'The photos of a download are packed, and lie there until a time.',
  data: download.extend({
    photos: z.int().positive(),
    /** Of all files together. */
    sizeBytes: z.int().positive(),
    /** How many files it takes: each holds about two GiB. */
    parts: z.int().positive(),
    until: timestampField,
  }),
  example: {
    ...example,
    photos: 312,
    sizeBytes: 1_402_331_136,
    parts: 1,
    until: '2026-11-22T09:31:10.000Z',
  },
});

export const DownloadFailed = defineEvent({
  source,
  detailType: 'DownloadFailed',
  version: 1,
  summary: 'The photos of a download could not be packed; it does not count, and may be asked for anew.',
  data: download.extend({ reasonCode: z.string().min(1).max(100) }),
  example: { ...example, reasonCode: 'gave-up' },
});

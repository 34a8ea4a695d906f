import * as z from 'zod';
import { timestampField, ulidField } from '../fields.ts';
import { defineRoute } from '../route.ts';

/** As many as one can choose and have in one file: 80 originals of the largest size are two GiB. */
export const chosenAtMost = 80;

export const partShape = z.object({
  number: z.int().positive(),
  photos: z.int().positive(),
  sizeBytes: z.int().positive(),
});

export const downloadShape = z.object({
  id: ulidField,
  /** `packing` → `ready` → `expired`, or `failed`. A state that is not known is to be passed over. */
  status: z.string(),
  /** So far; what was deleted meanwhile is not among them. */
  photos: z.int().min(0),
  sizeBytes: z.int().min(0),
  /** Zip files that are packed, each for itself to be opened. */
  parts: z.array(partShape),
  createdAt: timestampField,
  /** Until when its files lie there. */
  until: timestampField.optional(),
});
export type Download = z.infer<typeof downloadShape>;

/** While it is ready, each part has a link. */
export const openDownloadShape = downloadShape.extend({
  parts: z.array(partShape.extend({ url: z.url().optional() })),
});
export type OpenDownload = z.infer<typeof openDownloadShape>;

export const requestDownload = defineRoute({
  id: 'requestDownload',
  method: 'POST',
  path: '/v1/media/downloads',
  summary:
    'Has the originals of all the caller’s photos packed into zip files, or of those that `ids` names. It takes seconds to hours; the caller is told when they are ready.',
  limit: { atOnce: 10, perHour: 20 },
  body: z.strictObject({ ids: z.array(ulidField).min(1).max(chosenAtMost).optional() }),
  responses: { 202: downloadShape },
  errors: {
    403: 'one is a public photo of somebody else',
    404: 'one is no photo, or one that the caller may not see',
    409: 'another download of the caller is being packed, or there is no original to pack',
    429: 'too many downloads today',
  },
});

export const downloadList = z.object({ items: z.array(downloadShape) });

export const listDownloads = defineRoute({
  id: 'listDownloads',
  method: 'GET',
  path: '/v1/media/downloads',
  summary: 'The caller’s downloads of the last days, newest first, without links.',
  responses: { 200: downloadList },
});

export const getDownload = defineRoute({
  id: 'getDownload',
  method: 'GET',
  path: '/v1/media/downloads/{id}',
  summary:
    'One of the caller’s downloads; while it is ready, with a link to each of its files, valid for 300 s and made anew each time.',
  params: z.object({ id: ulidField }),
  responses: { 200: openDownloadShape },
  errors: { 404: 'no such download of the caller, or it is long gone' },
});

import { getDownload as route } from '@shutterbus/contracts/routes/downloads';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoDownloads } from '../adapters/dynamo-downloads.ts';
import { s3ZipLinks } from '../adapters/s3-zip-links.ts';
import { makeGetDownload } from '../use-cases/get-download.ts';

/**
 * GET /v1/media/downloads/{id} — one of the caller's downloads; while it is ready with links, valid for 300 s and made anew each time.
 * Errors: 400 invalid id · 401 · 404 no such download of the caller.
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1), DOWNLOADS_BUCKET: z.string().min(1) });
const getDownload = makeGetDownload({
  downloads: dynamoDownloads(env.MEDIA_TABLE, systemClock),
  links: s3ZipLinks(env.DOWNLOADS_BUCKET),
  clock: systemClock,
});

export const handler = httpHandler(route, async ({ params, userId }) =>
  ok(await getDownload({ downloadId: params.id, callerId: userId })),
);

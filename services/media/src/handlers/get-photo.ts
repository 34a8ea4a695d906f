import { getPhoto as route } from '@shutterbus/contracts/routes/media';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoShowPhotos } from '../adapters/dynamo-show-photos.ts';
import { dynamoViews } from '../adapters/dynamo-views.ts';
import { s3DownloadLinks } from '../adapters/s3-download-links.ts';
import { makeGetPhoto } from '../use-cases/get-photo.ts';

/**
 * GET /v1/media/{id} — one photo; for its owner with a link to the original (valid 300 s, as an attachment).
 * Errors: 400 invalid id · 401 · 404 no such photo, or somebody else's that is not published.
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1), UPLOADS_BUCKET: z.string().min(1) });
const getPhoto = makeGetPhoto({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  show: dynamoShowPhotos(env.MEDIA_TABLE),
  views: dynamoViews(env.MEDIA_TABLE),
  originals: s3DownloadLinks(env.UPLOADS_BUCKET),
});

export const handler = httpHandler(route, async ({ params, userId }) =>
  ok(await getPhoto({ mediaId: params.id, callerId: userId })),
);

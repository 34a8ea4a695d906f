import { requestDownload as route } from '@shutterbus/contracts/routes/downloads';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { accepted, httpHandler } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoDownloads } from '../adapters/dynamo-downloads.ts';
import { dynamoPhotoLists } from '../adapters/dynamo-photo-lists.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { makeRequestDownload } from '../use-cases/request-download.ts';

/**
 * POST /v1/media/downloads — has the originals of all the caller's photos packed, or of the chosen ones. Event: DownloadRequested.
 * Errors: 400 · 401 · 403, 404 not the caller's · 409 one is under way, or nothing to pack · 429. A repeat while it is packed gets 409.
 * Input: events/media/request-download.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const requestDownload = makeRequestDownload({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  lists: dynamoPhotoLists(env.MEDIA_TABLE),
  downloads: dynamoDownloads(env.MEDIA_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ body, userId, trace }) =>
    accepted(await requestDownload({ ids: body.ids, ownerId: userId, trace })),
  personLimits(env.MEDIA_TABLE),
);

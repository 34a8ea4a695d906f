import { listDownloads as route } from '@shutterbus/contracts/routes/downloads';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoDownloads } from '../adapters/dynamo-downloads.ts';
import { makeListDownloads } from '../use-cases/list-downloads.ts';

/** GET /v1/media/downloads — the caller's downloads of the last days, newest first, without links. Errors: 401. */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const listDownloads = makeListDownloads({
  downloads: dynamoDownloads(env.MEDIA_TABLE, systemClock),
  clock: systemClock,
});

export const handler = httpHandler(route, async ({ userId }) => ok(await listDownloads({ ownerId: userId })));

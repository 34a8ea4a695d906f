import { getPublicPhoto as route } from '@shutterbus/contracts/routes/public';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoShowPhotos } from '../adapters/dynamo-show-photos.ts';
import { makeGetPublicPhoto } from '../use-cases/get-public-photo.ts';

/**
 * GET /v1/media/public/{id} — one public photo. Open to everybody; who asks is not looked at.
 * Errors: 400 invalid id · 404 no such photo, or one that is not published.
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const getPublicPhoto = makeGetPublicPhoto({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  show: dynamoShowPhotos(env.MEDIA_TABLE),
});

export const handler = httpHandler(route, async ({ params }) =>
  ok(await getPublicPhoto({ mediaId: params.id })),
);

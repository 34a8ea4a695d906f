import { listLikes as route } from '@shutterbus/contracts/routes/likes';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoLikes } from '../adapters/dynamo-likes.ts';
import { makeListLikes } from '../use-cases/list-likes.ts';

/** GET /v1/media/likes?ids=… — which of these photos the caller likes. Errors: 400 · 401. Input: events/media/list-likes.json */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const listLikes = makeListLikes({ likes: dynamoLikes(env.MEDIA_TABLE, systemClock) });

export const handler = httpHandler(route, async ({ query, userId }) =>
  ok(await listLikes({ callerId: userId, mediaIds: query.ids })),
);

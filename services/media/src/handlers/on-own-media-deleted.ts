import { MediaDeleted } from '@shutterbus/contracts/events/media';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { s3Originals } from '../adapters/s3-originals.ts';
import { originalKey } from '../original.ts';

/**
 * MediaDeleted, our own: removes every version of the original for good. Behind the event and not in the request,
 * so that it is tried again when S3 fails. Safe to repeat. Sample: events/media/on-own-media-deleted.json
 */
const env = readEnv({ UPLOADS_BUCKET: z.string().min(1) });
const originals = s3Originals(env.UPLOADS_BUCKET);

export const handler = consume([MediaDeleted], async ({ detail: { data } }) => {
  await originals.purge(originalKey(data));
});

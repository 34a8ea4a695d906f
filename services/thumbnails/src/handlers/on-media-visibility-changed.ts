import { randomBytes } from 'node:crypto';
import { MediaVisibilityChanged } from '@shutterbus/contracts/events/media';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoRenditionSets } from '../adapters/dynamo-rendition-sets.ts';
import { s3Renditions } from '../adapters/s3-renditions.ts';
import { sharpLinkPreviews } from '../adapters/sharp-link-previews.ts';
import { makeMoveRenditions } from '../use-cases/move-renditions.ts';

/**
 * MediaVisibilityChanged: moves the renditions between the public and the private place. Event: ThumbnailsGenerated.
 * Not behind the queue of the uploads: hiding a photo must not wait for other people's pictures; versions, not
 * arrival, decide the order. Safe to repeat. Sample: events/thumbnails/on-media-visibility-changed.json
 */
const env = readEnv({ THUMBNAILS_TABLE: z.string().min(1), RENDITIONS_BUCKET: z.string().min(1) });
const moveRenditions = makeMoveRenditions({
  sets: dynamoRenditionSets(env.THUMBNAILS_TABLE, systemClock),
  linkPreviews: sharpLinkPreviews(),
  store: s3Renditions(env.RENDITIONS_BUCKET),
  clock: systemClock,
  newId: () => ulid(),
  randomName: () => randomBytes(16).toString('base64url'),
});

export const handler = consume(
  [MediaVisibilityChanged],
  async ({ detail: { metadata, data } }, { trace }) => {
    const { mediaId, ownerId, visibility } = data;
    await moveRenditions({
      mediaId,
      ownerId,
      wish: { visibility, mediaVersion: metadata.aggregateVersion },
      trace,
    });
  },
);

import { ThumbnailsGenerated } from '@shutterbus/contracts/events/thumbnails';
import { imageTypeField } from '@shutterbus/contracts/fields';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoAvatars } from '../adapters/dynamo-avatars.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { makeApplyRenditions } from '../use-cases/apply-renditions.ts';
import { makeRefreshAvatar } from '../use-cases/refresh-avatar.ts';

/**
 * ThumbnailsGenerated: the photo becomes ready and, if public, published. Event: MediaPublished, unless it was
 * published and only got new renditions; AvatarChanged, if it stands for its owner.
 * Delivered at least once and in any order; safe to repeat. Sample: events/media/on-thumbnails-generated.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const deps = {
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  avatars: dynamoAvatars(env.MEDIA_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
};
const applyRenditions = makeApplyRenditions(deps);
const refreshAvatar = makeRefreshAvatar(deps);

export const handler = consume([ThumbnailsGenerated], async ({ detail: { metadata, data } }, { trace }) => {
  const { mediaId, ownerId, contentType, ...made } = data;
  const picture = { ...made, setVersion: metadata.aggregateVersion };
  // A type of a later release than this one's: the photo keeps what it has.
  const { data: found } = imageTypeField.safeParse(contentType);
  await applyRenditions({ mediaId, picture, contentType: found, trace });
  await refreshAvatar({ mediaId, ownerId, trace });
});

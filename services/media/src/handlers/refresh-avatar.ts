import { MediaDeleted, MediaVisibilityChanged } from '@shutterbus/contracts/events/media';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoAvatars } from '../adapters/dynamo-avatars.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { makeRefreshAvatar } from '../use-cases/refresh-avatar.ts';

/**
 * MediaVisibilityChanged and MediaDeleted, our own: what stood for the owner does so no longer. Event: AvatarChanged.
 * A photo that is shown again comes with its renditions, to OnThumbnailsGenerated. Safe to repeat, in any order. Sample: events/media/refresh-avatar.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1) });
const refreshAvatar = makeRefreshAvatar({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  avatars: dynamoAvatars(env.MEDIA_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = consume([MediaVisibilityChanged, MediaDeleted], ({ detail: { data } }, { trace }) =>
  refreshAvatar({ mediaId: data.mediaId, ownerId: data.ownerId, trace }),
);

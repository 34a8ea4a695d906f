import { UserDeleted } from '@shutterbus/contracts/events/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoAuthors } from '../adapters/dynamo-authors.ts';
import { dynamoPhotoLists } from '../adapters/dynamo-photo-lists.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoUploadQuota } from '../adapters/dynamo-upload-quota.ts';
import { makeDeletePhoto } from '../use-cases/delete-photo.ts';
import { makeRemovePhotos } from '../use-cases/remove-photos.ts';

/**
 * UserDeleted → removes all photos of the person and forgets the name beside them. Events: MediaDeleted for each photo. Safe to
 * repeat, in any order. Input: events/media/on-owner-deleted.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1), UPLOADS_BUCKET: z.string().min(1) });
const deps = {
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  lists: dynamoPhotoLists(env.MEDIA_TABLE),
  authors: dynamoAuthors(env.MEDIA_TABLE),
  originals: { bucket: env.UPLOADS_BUCKET },
  quota: dynamoUploadQuota(env.MEDIA_TABLE),
  clock: systemClock,
  newId: () => ulid(),
};

export const handler = consume(
  [UserDeleted],
  makeRemovePhotos({ ...deps, deletePhoto: makeDeletePhoto(deps) }),
);

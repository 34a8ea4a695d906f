import { UserDeleted } from '@shutterbus/contracts/events/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { comeBackSoon } from '@shutterbus/lambda/come-back-soon';
import { consumeQueue } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import { notYetWhen } from '@shutterbus/lambda/not-yet';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoAuthors } from '../adapters/dynamo-authors.ts';
import { dynamoDownloads } from '../adapters/dynamo-downloads.ts';
import { dynamoPhotoLists } from '../adapters/dynamo-photo-lists.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoUploadQuota } from '../adapters/dynamo-upload-quota.ts';
import { s3Originals } from '../adapters/s3-originals.ts';
import { s3ZipRemoval } from '../adapters/s3-zip-removal.ts';
import { sqsOwnQueue } from '../adapters/sqs-own-queue.ts';
import { OriginalsLeftError } from '../errors.ts';
import { makeDeletePhoto } from '../use-cases/delete-photo.ts';
import { makeForgetDownloads } from '../use-cases/forget-downloads.ts';
import { makeRemovePhotos } from '../use-cases/remove-photos.ts';

/**
 * UserDeleted, through LeftPhotosQueue: removes all photos of the person and what was packed of them, the rest of very many by another message, and forgets the name beside
 * them. Events: MediaDeleted for each photo; PhotosErased when no original is left, for which the message comes back soon. Safe to repeat.
 * Sample: events/media/remove-photos.json
 */
const env = readEnv({
  MEDIA_TABLE: z.string().min(1),
  UPLOADS_BUCKET: z.string().min(1),
  DOWNLOADS_BUCKET: z.string().min(1),
  LEFT_PHOTOS_QUEUE_URL: z.url(),
});
const deps = {
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  lists: dynamoPhotoLists(env.MEDIA_TABLE),
  authors: dynamoAuthors(env.MEDIA_TABLE),
  originals: s3Originals(env.UPLOADS_BUCKET),
  quota: dynamoUploadQuota(env.MEDIA_TABLE),
  downloads: dynamoDownloads(env.MEDIA_TABLE, systemClock),
  zips: s3ZipRemoval(env.DOWNLOADS_BUCKET),
  queue: sqsOwnQueue(env.LEFT_PHOTOS_QUEUE_URL),
  clock: systemClock,
  newId: () => ulid(),
};

const removePhotos = makeRemovePhotos({
  ...deps,
  deletePhoto: makeDeletePhoto(deps),
  forgetDownloads: makeForgetDownloads(deps),
});

export const handler = consumeQueue(
  [UserDeleted],
  (event, context) => removePhotos(event, context).catch(notYetWhen(OriginalsLeftError)),
  comeBackSoon(env.LEFT_PHOTOS_QUEUE_URL),
);

import { DownloadRequested } from '@shutterbus/contracts/events/downloads';
import { systemClock } from '@shutterbus/lambda/clock';
import { comeBackSoon } from '@shutterbus/lambda/come-back-soon';
import { consumeQueue } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoDownloads } from '../adapters/dynamo-downloads.ts';
import { dynamoPhotoLists } from '../adapters/dynamo-photo-lists.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { s3Originals } from '../adapters/s3-originals.ts';
import { s3Zips } from '../adapters/s3-zips.ts';
import { sqsOwnQueue } from '../adapters/sqs-own-queue.ts';
import { makePackDownload } from '../use-cases/pack-download.ts';

/**
 * DownloadRequested, our own, through DownloadsQueue: packs a part of the person's originals into a zip file, the next one by another
 * message. Events: DownloadPacked, DownloadFailed. Safe to repeat. Input: events/media/pack-download.json
 */
const env = readEnv({
  MEDIA_TABLE: z.string().min(1),
  UPLOADS_BUCKET: z.string().min(1),
  DOWNLOADS_BUCKET: z.string().min(1),
  DOWNLOADS_QUEUE_URL: z.url(),
});
const packDownload = makePackDownload({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  lists: dynamoPhotoLists(env.MEDIA_TABLE),
  originals: s3Originals(env.UPLOADS_BUCKET),
  downloads: dynamoDownloads(env.MEDIA_TABLE, systemClock),
  zips: s3Zips(env.DOWNLOADS_BUCKET),
  queue: sqsOwnQueue(env.DOWNLOADS_QUEUE_URL),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = consumeQueue([DownloadRequested], packDownload, comeBackSoon(env.DOWNLOADS_QUEUE_URL));

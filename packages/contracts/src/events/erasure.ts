import * as z from 'zod';
import { defineEvent } from '../event.ts';
import { userIdField } from '../fields.ts';

/**
 * What a service says once nothing of somebody is left in a part of it. Each answers UserDeleted, carries its aggregate, version and
 * correlation id, and is said again when UserDeleted comes again. Aggregate: the person.
 */
const data = z.object({ userId: userIdField });
const carla = '77a3c9d0-1b2c-4d3e-8f40-5a6b7c8d9e33';

export const PhotosErased = defineEvent({
  source: 'shutterbus.media',
  detailType: 'PhotosErased',
  version: 1,
  summary: 'The photos of somebody whose account is gone are deleted, and no version of an original is left.',
  data,
  example: { userId: carla },
});

export const AnswersErased = defineEvent({
  source: 'shutterbus.media',
  detailType: 'AnswersErased',
  version: 1,
  summary:
    'Likes, comments and pairs of somebody whose account is gone are taken back, and their Home is empty.',
  data,
  example: { userId: carla },
});

export const RenditionsErased = defineEvent({
  source: 'shutterbus.thumbnails',
  detailType: 'RenditionsErased',
  version: 1,
  summary: 'No rendition of a photo of somebody whose account is gone is left.',
  data,
  example: { userId: carla },
});

export const NoticesErased = defineEvent({
  source: 'shutterbus.notifications',
  detailType: 'NoticesErased',
  version: 1,
  summary:
    'What somebody whose account is gone was told is deleted, with their preferences and their address.',
  data,
  example: { userId: carla },
});

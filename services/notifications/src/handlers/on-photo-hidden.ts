import { MediaDeleted, MediaVisibilityChanged } from '@shutterbus/contracts/events/media';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoPictures } from '../adapters/dynamo-pictures.ts';
import { makeNoteVisibility } from '../use-cases/note-visibility.ts';

/**
 * MediaVisibilityChanged, MediaDeleted → followers who have not been told of the photo yet are not told, and nothing shows it any more. Safe to repeat, in any order.
 * Input: events/notifications/on-photo-hidden.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1) });

export const handler = consume(
  [MediaVisibilityChanged, MediaDeleted],
  makeNoteVisibility({
    photos: dynamoPhotos(env.NOTIFICATIONS_TABLE, systemClock),
    pictures: dynamoPictures(env.NOTIFICATIONS_TABLE, systemClock),
  }),
);

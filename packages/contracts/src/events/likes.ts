import * as z from 'zod';
import { defineEvent } from '../event.ts';
import { shownPictureExample, shownPictureField, titleField, ulidField, userIdField } from '../fields.ts';

const source = 'shutterbus.media';
const like = z.object({ mediaId: ulidField, ownerId: userIdField, likerId: userIdField });
const example = {
  mediaId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CD',
  ownerId: '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11',
  likerId: '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22',
};

/** Aggregate of both: the pair `<mediaId>:<likerId>`, so that like and unlike are ordered by its version. */
export const MediaLiked = defineEvent({
  source,
  detailType: 'MediaLiked',
  version: 1,
  summary: 'Somebody likes a photo of somebody else from now on.',
  data: like.extend({
    title: titleField,
    /** Of the photo; absent in older events, and while not everybody sees it. */
    picture: shownPictureField.optional(),
  }),
  example: { ...example, title: 'First snow', picture: shownPictureExample },
});

export const MediaUnliked = defineEvent({
  source,
  detailType: 'MediaUnliked',
  version: 1,
  summary: 'Somebody no longer likes a photo.',
  data: like,
  example,
});

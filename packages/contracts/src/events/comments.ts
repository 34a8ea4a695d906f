import * as z from 'zod';
import { defineEvent } from '../event.ts';
import { shownPictureExample, shownPictureField, titleField, ulidField, userIdField } from '../fields.ts';

const source = 'shutterbus.media';
const comment = z.object({
  commentId: ulidField,
  mediaId: ulidField,
  ownerId: userIdField,
  commenterId: userIdField,
});
const example = {
  commentId: '01KAJ7V1B2C3D4E5F6G7H8J9K0',
  mediaId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CD',
  ownerId: '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11',
  commenterId: '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22',
};

/** Aggregate of both: the comment. What it says is not told: it would stay in the archive when its author has deleted it. */
export const CommentAdded = defineEvent({
  source,
  detailType: 'CommentAdded',
  version: 1,
  summary: 'Somebody said something about a photo.',
  data: comment.extend({
    title: titleField,
    /** Of the photo; absent in older events, and while not everybody sees it. */
    picture: shownPictureField.optional(),
  }),
  example: { ...example, title: 'First snow', picture: shownPictureExample },
});

export const CommentDeleted = defineEvent({
  source,
  detailType: 'CommentDeleted',
  version: 1,
  summary: 'A comment is gone: its author or the photo’s owner deleted it.',
  data: comment,
  example,
});

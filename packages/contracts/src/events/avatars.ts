import * as z from 'zod';
import { defineEvent } from '../event.ts';
import { avatarField, userIdField } from '../fields.ts';

/** Aggregate: the person's avatar `<userId>:avatar`. */
export const AvatarChanged = defineEvent({
  source: 'shutterbus.media',
  detailType: 'AvatarChanged',
  version: 1,
  summary:
    'Another photo stands for a person, or none: it was chosen, given up, hidden or deleted, or its renditions have moved.',
  data: z.object({
    userId: userIdField,
    /** Absent: there is none to be seen. */
    avatar: avatarField.optional(),
  }),
  example: {
    userId: '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11',
    avatar: {
      mediaId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CD',
      url: '/renditions/4fJx0uSuw2cVQeT1u9n8Zw/w160.webp',
    },
  },
});

import * as z from 'zod';
import { ulidField } from '../fields.ts';
import { defineRoute, perPerson } from '../route.ts';

const crowded = 'it changed at the same time; try again';

export const chooseAvatar = defineRoute({
  id: 'chooseAvatar',
  method: 'PUT',
  path: '/v1/media/avatar',
  summary: 'Lets one of the caller’s public photos stand for them, for as long as it is public.',
  limit: perPerson,
  body: z.strictObject({ mediaId: ulidField }),
  responses: { 204: null },
  errors: {
    403: 'a public photo of somebody else',
    404: 'no such photo, or one that the caller may not see',
    409: `the photo is not public; or ${crowded}`,
  },
});

export const removeAvatar = defineRoute({
  id: 'removeAvatar',
  method: 'DELETE',
  path: '/v1/media/avatar',
  summary: 'No photo stands for the caller any more. Doing it again changes nothing.',
  limit: perPerson,
  responses: { 204: null },
  errors: { 409: crowded },
});

import * as z from 'zod';
import {
  avatarField,
  bioField,
  displayNameField,
  emailField,
  handleField,
  handleParameter,
  timestampField,
  userIdField,
  writtenBioField,
  writtenNameField,
} from '../fields.ts';
import { defineRoute, pageOf, pageQuery, perPerson } from '../route.ts';

export const profileShape = z.object({
  id: userIdField,
  handle: handleField,
  displayName: displayNameField,
  bio: bioField,
  /** Absent: the first letter of the name stands for them. */
  avatar: avatarField.optional(),
  followerCount: z.int().min(0),
  followingCount: z.int().min(0),
  createdAt: timestampField,
});
export type Profile = z.infer<typeof profileShape>;

/** A profile as its person sees it. */
export const myProfileShape = profileShape.extend({
  /** Absent for who stays. Until then the person can come back; after it everything is erased. */
  leavingUntil: timestampField.optional(),
});
export type MyProfile = z.infer<typeof myProfileShape>;

export const personShape = profileShape.pick({ id: true, handle: true, displayName: true, avatar: true });
export type Person = z.infer<typeof personShape>;

const byHandle = z.object({ handle: handleParameter });
const nobody = { 404: 'nobody has this handle' };

export const getMe = defineRoute({
  id: 'getMe',
  method: 'GET',
  path: '/v1/users/me',
  summary: "The caller's own profile.",
  responses: { 200: myProfileShape },
  errors: { 404: 'the profile is not there yet; try again shortly' },
});

export const updateMe = defineRoute({
  id: 'updateMe',
  method: 'PATCH',
  path: '/v1/users/me',
  summary: 'Changes name or description of the caller.',
  limit: perPerson,
  body: z
    .strictObject({ displayName: writtenNameField.optional(), bio: writtenBioField.optional() })
    .refine((body) => Object.keys(body).length > 0, 'must name at least one field')
    .meta({ minProperties: 1 }),
  responses: { 200: profileShape },
  errors: {
    404: 'the profile is not there yet; try again shortly',
    409: 'the caller is leaving, or it changed at the same time; try again',
  },
});

export const getUser = defineRoute({
  id: 'getUser',
  method: 'GET',
  path: '/v1/users/{handle}',
  auth: 'none',
  summary: "A person's public profile.",
  params: byHandle,
  responses: { 200: profileShape },
  errors: nobody,
});

export const releaseAddress = defineRoute({
  id: 'releaseAddress',
  method: 'POST',
  path: '/v1/users/released-addresses',
  auth: 'none',
  summary:
    'Lets go of an address that was signed up with a quarter of an hour ago or earlier and never confirmed; any other stays. Says nothing of which it was.',
  body: z.strictObject({ email: emailField }),
  responses: { 204: null },
});

export const followUser = defineRoute({
  id: 'followUser',
  method: 'PUT',
  path: '/v1/users/{handle}/follow',
  summary: 'The caller follows this person. Doing it again changes nothing.',
  limit: perPerson,
  params: byHandle,
  responses: { 204: null },
  errors: {
    ...nobody,
    409: 'one cannot follow oneself, the caller is leaving, or it changed at the same time',
  },
});

export const unfollowUser = defineRoute({
  id: 'unfollowUser',
  method: 'DELETE',
  path: '/v1/users/{handle}/follow',
  summary: 'The caller no longer follows this person. Doing it again changes nothing.',
  limit: perPerson,
  params: byHandle,
  responses: { 204: null },
  errors: { ...nobody, 409: 'the caller is leaving, or it changed at the same time; try again' },
});

export const listFollowers = defineRoute({
  id: 'listFollowers',
  method: 'GET',
  path: '/v1/users/{handle}/followers',
  summary: 'Who follows this person, newest first.',
  params: byHandle,
  query: pageQuery,
  responses: { 200: pageOf(personShape) },
  errors: nobody,
});

export const listFollowing = defineRoute({
  id: 'listFollowing',
  method: 'GET',
  path: '/v1/users/{handle}/following',
  summary: 'Whom this person follows, newest first.',
  params: byHandle,
  query: pageQuery,
  responses: { 200: pageOf(personShape) },
  errors: nobody,
});

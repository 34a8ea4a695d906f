import * as z from 'zod';
import { defineEvent } from '../event.ts';
import {
  avatarField,
  bioField,
  displayNameField,
  emailField,
  handleField,
  timestampField,
  userIdField,
} from '../fields.ts';

const source = 'shutterbus.users';
const anna = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
const ben = '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22';
/** Whoever is gone in a sample does nothing in the others. */
const carla = '77a3c9d0-1b2c-4d3e-8f40-5a6b7c8d9e33';

/** Aggregate: the person. */
export const UserRegistered = defineEvent({
  source,
  detailType: 'UserRegistered',
  version: 1,
  summary: 'Somebody confirmed an e-mail address and has a profile from now on.',
  data: z.object({
    userId: userIdField,
    handle: handleField,
    displayName: displayNameField,
    email: z.email(),
  }),
  example: { userId: anna, handle: 'sample-anna', displayName: 'Anna', email: 'sample-anna@example.com' },
});

/** Aggregate: the person. */
export const UserProfileUpdated = defineEvent({
  source,
  detailType: 'UserProfileUpdated',
  version: 1,
  summary:
    'A person changed name, description, handle or picture; carries the whole public profile as it is now.',
  data: z.object({
    ...{ userId: userIdField, handle: handleField, displayName: displayNameField, bio: bioField },
    /** Absent: there is none to be seen. */
    avatar: avatarField.optional(),
  }),
  example: {
    ...{ userId: anna, handle: 'sample-anna', displayName: 'Anna Lindqvist', bio: 'Light, mostly.' },
    avatar: {
      mediaId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CD',
      url: '/renditions/4fJx0uSuw2cVQeT1u9n8Zw/w160.webp',
    },
  },
});

const followData = z.object({
  followerId: userIdField,
  followerHandle: handleField,
  followerDisplayName: displayNameField,
  followeeId: userIdField,
});
const followExample = {
  followerId: ben,
  followerHandle: 'sample-ben',
  followerDisplayName: 'Ben',
  followeeId: anna,
};

/** Aggregate: the pair `<followerId>:<followeeId>`, so that follow and unfollow are ordered by its version. */
export const UserFollowed = defineEvent({
  source,
  detailType: 'UserFollowed',
  version: 1,
  summary: 'One person follows another from now on.',
  data: followData,
  example: followExample,
});

/** Aggregate: the pair `<followerId>:<followeeId>`. */
export const UserUnfollowed = defineEvent({
  source,
  detailType: 'UserUnfollowed',
  version: 1,
  summary: 'One person no longer follows another.',
  data: followData.pick({ followerId: true, followeeId: true }),
  example: { followerId: ben, followeeId: anna },
});

/** Aggregate: one occasion, so the version is always 1. */
export const UserSignOutFailed = defineEvent({
  source,
  detailType: 'UserSignOutFailed',
  version: 1,
  summary:
    'A password was replaced, or somebody leaves, and the sessions from before could not be ended at once: that still has to be done.',
  data: z.object({ userId: userIdField }),
  example: { userId: anna },
});

/** Aggregate: the person's address `<userId>:email`; registration is its version 1. */
export const UserEmailChanged = defineEvent({
  source,
  detailType: 'UserEmailChanged',
  version: 1,
  summary: 'A person proved that a new e-mail address is theirs; mails go there from now on.',
  data: z.object({ userId: userIdField, email: emailField }),
  example: { userId: anna, email: 'sample-anna2@example.com' },
});

/** Aggregate: the person. */
export const UserLeft = defineEvent({
  source,
  detailType: 'UserLeft',
  version: 1,
  summary:
    'A person is leaving: hidden from everybody from now on, erased after the time that it names, unless they come back before.',
  data: z.object({ userId: userIdField, leavingUntil: timestampField }),
  example: { userId: carla, leavingUntil: '2026-12-05T12:00:00.000Z' },
});

/** Aggregate: the person. */
export const UserReturned = defineEvent({
  source,
  detailType: 'UserReturned',
  version: 1,
  summary: 'A person who was leaving stays: shown again, with everything as it was.',
  data: z.object({ userId: userIdField }),
  example: { userId: carla },
});

/** Aggregate: the person; nothing comes after it. */
export const UserDeleted = defineEvent({
  source,
  detailType: 'UserDeleted',
  version: 1,
  summary: 'An account is gone, and the profile with it; what others keep of the person has to go too.',
  data: z.object({ userId: userIdField }),
  example: { userId: carla },
});

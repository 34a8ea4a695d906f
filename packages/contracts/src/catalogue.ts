import type { EventDefinition } from './event.ts';
import * as avatars from './events/avatars.ts';
import * as comments from './events/comments.ts';
import * as downloads from './events/downloads.ts';
import * as erasure from './events/erasure.ts';
import * as likes from './events/likes.ts';
import * as media from './events/media.ts';
import * as notifications from './events/notifications.ts';
import * as thumbnails from './events/thumbnails.ts';
import * as users from './events/users.ts';

/**
 * Every event on the bus, in reading order. Samples, JSON Schemas, the AsyncAPI document and the docs are made
 * from it. Functions import the definitions they use instead, so that a bundle carries nothing more.
 */
export const catalogue: readonly EventDefinition[] = [
  users.UserRegistered,
  users.UserProfileUpdated,
  users.UserFollowed,
  users.UserUnfollowed,
  users.UserSignOutFailed,
  users.UserEmailChanged,
  users.UserLeft,
  users.UserReturned,
  users.UserDeleted,
  erasure.PhotosErased,
  erasure.AnswersErased,
  erasure.RenditionsErased,
  erasure.NoticesErased,
  media.MediaUploaded,
  media.MediaUploadedV2,
  media.MediaRenditionsRequested,
  media.MediaPublished,
  media.MediaUpdated,
  media.MediaVisibilityChanged,
  media.MediaRejected,
  media.MediaDeleted,
  likes.MediaLiked,
  likes.MediaUnliked,
  comments.CommentAdded,
  comments.CommentDeleted,
  avatars.AvatarChanged,
  downloads.DownloadRequested,
  downloads.DownloadPacked,
  downloads.DownloadFailed,
  thumbnails.ThumbnailsGenerated,
  thumbnails.ThumbnailGenerationFailed,
  notifications.NotificationSent,
  notifications.NotificationSentV2,
  notifications.NotificationFailed,
  notifications.NotificationFailedV2,
];

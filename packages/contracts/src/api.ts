import type { Route } from './route.ts';
import * as avatars from './routes/avatars.ts';
import * as comments from './routes/comments.ts';
import * as downloads from './routes/downloads.ts';
import * as home from './routes/home.ts';
import * as likes from './routes/likes.ts';
import * as media from './routes/media.ts';
import * as notificationMails from './routes/notification-mails.ts';
import * as notifications from './routes/notifications.ts';
import * as people from './routes/people.ts';
import * as publicRoutes from './routes/public.ts';
import * as thumbnails from './routes/thumbnails.ts';
import * as users from './routes/users.ts';
import * as usersAddress from './routes/users-address.ts';
import * as usersHandle from './routes/users-handle.ts';
import * as usersLeaving from './routes/users-leaving.ts';
import * as usersSessions from './routes/users-sessions.ts';
import * as views from './routes/views.ts';

/** Every route of the HTTP API by service. The OpenAPI document and the template tests are made from it. */
export const api: Record<string, readonly Route[]> = {
  users: [
    users.getMe,
    users.updateMe,
    users.getUser,
    users.releaseAddress,
    users.followUser,
    users.unfollowUser,
    users.listFollowers,
    users.listFollowing,
    usersAddress.changeAddress,
    usersAddress.confirmAddress,
    people.findPeople,
    usersHandle.changeHandle,
    usersLeaving.leaveMe,
    usersLeaving.comeBack,
    usersSessions.noteSession,
    usersSessions.listSessions,
    usersSessions.endMySessions,
  ],
  media: [
    media.requestUpload,
    media.listFeed,
    media.listMine,
    media.getPhoto,
    media.updatePhoto,
    media.deletePhoto,
    publicRoutes.getPublicPhoto,
    publicRoutes.listPublicComments,
    views.viewPhoto,
    likes.likePhoto,
    likes.unlikePhoto,
    likes.listLikes,
    comments.listComments,
    comments.addComment,
    comments.deleteComment,
    home.listHome,
    avatars.chooseAvatar,
    avatars.removeAvatar,
    downloads.requestDownload,
    downloads.listDownloads,
    downloads.getDownload,
  ],
  thumbnails: [thumbnails.getLinks],
  notifications: [
    notifications.listNotifications,
    notifications.markRead,
    notificationMails.getPreferences,
    notificationMails.setPreferences,
    notificationMails.unsubscribeMails,
  ],
};

import type { OptionalKind } from '../api/notification-mails.ts';

/** What can be chosen, in the words of the settings, in their order there. */
export const noticeKinds: Record<OptionalKind, string> = {
  'photo-published': 'New photos of people whom I follow',
  'new-follower': 'Somebody follows me',
  liked: 'Somebody likes a photo of mine',
  commented: 'Somebody comments on a photo of mine',
};

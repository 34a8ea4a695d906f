import { randomUUID } from 'node:crypto';
import {
  getPreferences,
  preferencesShape,
  setPreferences,
  unsubscribeMails,
} from '@shutterbus/contracts/routes/notification-mails';
import { listNotifications, markRead, notificationPage } from '@shutterbus/contracts/routes/notifications';
import {
  answersWith,
  type ProbeTable,
  probeReleased,
  refusesUnknownEvent,
  takesEmptyBatch,
} from '@shutterbus/lambda/probes';
import { releaseHook } from '@shutterbus/lambda/release-hook';

/**
 * CodeDeploy, before traffic moves to a new version of a function: reads the notifications of a person who has none, hands a
 * consumer an event that it must refuse and a worker an empty batch. Nothing is written, no mail is sent.
 * Input: events/notifications/check-notifications-release.json
 */
const userId = randomUUID();

const probes: ProbeTable = {
  ListNotifications: answersWith(listNotifications, { userId }, 200, notificationPage),
  // An empty list of ids breaks the schema.
  MarkRead: answersWith(markRead, { userId, body: { ids: [] } }, 400),
  OnUserRegistered: refusesUnknownEvent,
  OnUserProfileUpdated: refusesUnknownEvent,
  OnUserDeleted: refusesUnknownEvent,
  OnUserFollowed: refusesUnknownEvent,
  OnUserUnfollowed: refusesUnknownEvent,
  OnMediaPublished: refusesUnknownEvent,
  OnMediaRejected: refusesUnknownEvent,
  OnDownloadSettled: refusesUnknownEvent,
  TellFollowers: takesEmptyBatch,
  SendMail: takesEmptyBatch,
  LookForNews: takesEmptyBatch,
  OnUserEmailChanged: refusesUnknownEvent,
  OnMediaLiked: refusesUnknownEvent,
  OnPhotoHidden: refusesUnknownEvent,
  OnCommentAdded: refusesUnknownEvent,
  GetPreferences: answersWith(getPreferences, { userId }, 200, preferencesShape),
  // A kind that there is not breaks the schema.
  SetPreferences: answersWith(setPreferences, { userId, body: { mail: { none: true } } }, 400),
  UnsubscribeMails: answersWith(unsubscribeMails, { query: { token: 'nobody' } }, 403),
  OnUserLeft: refusesUnknownEvent,
  OnMailFeedback: takesEmptyBatch,
  RelayNotifications: takesEmptyBatch,
};

export const handler = releaseHook(async ({ released }) => probeReleased(probes, await released()));

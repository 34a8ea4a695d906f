import '../styles/people.css';
import { ConfirmPage } from './confirm-page.tsx';
import { DownloadPage } from './download-page.tsx';
import { DownloadsPage } from './downloads-page.tsx';
import { FollowersPage, FollowingPage } from './follows-page.tsx';
import { ForgotPage } from './forgot-page.tsx';
import { JoinPage } from './join-page.tsx';
import { LeavingPage } from './leaving-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { NotificationsPage } from './notifications-page.tsx';
import { PeoplePage } from './people-page.tsx';
import { PersonPage } from './person-page.tsx';
import { PhotoPage } from './photo-page.tsx';
import { PhotosPage } from './photos-page.tsx';
import { ResetPage } from './reset-page.tsx';
import { SettingsPage } from './settings-page.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { TagPage } from './tag-page.tsx';
import { UnsubscribePage } from './unsubscribe-page.tsx';
import { UploadPage } from './upload-page.tsx';

/** The pages that are no part of the first load, in one file: whoever goes on from the first page needs one of them, and mostly more. */
export const laterPages = {
  ConfirmPage,
  DownloadPage,
  DownloadsPage,
  FollowersPage,
  FollowingPage,
  ForgotPage,
  JoinPage,
  LeavingPage,
  NotFoundPage,
  NotificationsPage,
  PeoplePage,
  PersonPage,
  PhotoPage,
  PhotosPage,
  ResetPage,
  SettingsPage,
  SignInPage,
  TagPage,
  UnsubscribePage,
  UploadPage,
};

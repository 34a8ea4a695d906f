import { randomUUID } from 'node:crypto';
import { chooseAvatar, removeAvatar } from '@shutterbus/contracts/routes/avatars';
import {
  addComment,
  commentPage,
  commentShape,
  deleteComment,
  listComments,
} from '@shutterbus/contracts/routes/comments';
import {
  downloadList,
  getDownload,
  listDownloads,
  requestDownload,
} from '@shutterbus/contracts/routes/downloads';
import { listHome } from '@shutterbus/contracts/routes/home';
import { likePhoto, likesShape, listLikes, unlikePhoto } from '@shutterbus/contracts/routes/likes';
import {
  deletePhoto,
  getPhoto,
  listFeed,
  listMine,
  ownPhotoShape,
  photoPage,
  photoShape,
  updatePhoto,
} from '@shutterbus/contracts/routes/media';
import { getPublicPhoto, listPublicComments } from '@shutterbus/contracts/routes/public';
import { readEnv } from '@shutterbus/lambda/env';
import {
  answersWith,
  givesBack,
  type ProbeTable,
  probeReleased,
  refusesUnknownEvent,
  takesEmptyBatch,
} from '@shutterbus/lambda/probes';
import { releaseHook } from '@shutterbus/lambda/release-hook';
import * as z from 'zod';
import { photoProbes } from '../adapters/probe-photo.ts';

/**
 * CodeDeploy, before traffic moves to a new version of a function: asks that version what people and other services ask it.
 * What is asked about a photo is asked about one that is reserved for it, private and without bytes, and deleted again.
 * Input: events/media/check-media-release.json
 */
const env = readEnv({ REQUEST_UPLOAD: z.string().min(1), DELETE_PHOTO: z.string().min(1) });
const { reserves, withPhoto } = photoProbes({
  requestUpload: `${env.REQUEST_UPLOAD}:live`,
  deletePhoto: `${env.DELETE_PHOTO}:live`,
});

const looksAtPage = givesBack(
  { limit: 1, dryRun: true },
  z.object({ requested: z.int() }),
  'did not look at a page of photos',
);

const probes: ProbeTable = {
  RequestUpload: reserves,
  ListFeed: answersWith(listFeed, {}, 200, photoPage),
  ListMine: answersWith(listMine, { userId: randomUUID() }, 200, photoPage),
  GetPhoto: withPhoto((photo) => answersWith(getPhoto, photo, 200, ownPhotoShape)),
  GetPublicPhoto: withPhoto(({ params }) => answersWith(getPublicPhoto, { params }, 404)),
  ShowPage: withPhoto(({ params }) => answersWith({ method: 'GET', path: `/photos/${params.id}` }, {}, 404)),
  UpdatePhoto: withPhoto((photo) =>
    answersWith(updatePhoto, { ...photo, body: { title: 'Checked' } }, 200, photoShape),
  ),
  DeletePhoto: withPhoto((photo) => answersWith(deletePhoto, photo, 204)),
  OnObjectCreated: refusesUnknownEvent,
  OnThumbnailsGenerated: refusesUnknownEvent,
  OnThumbnailGenerationFailed: refusesUnknownEvent,
  OnUserChanged: refusesUnknownEvent,
  OnOwnMediaDeleted: refusesUnknownEvent,
  // It is not public.
  ChooseAvatar: withPhoto(({ userId, params }) =>
    answersWith(chooseAvatar, { userId, body: { mediaId: params.id } }, 409),
  ),
  RemoveAvatar: answersWith(removeAvatar, { userId: randomUUID() }, 204),
  RefreshAvatar: refusesUnknownEvent,
  // One cannot like a photo of one's own, and has never liked it.
  LikePhoto: withPhoto((photo) => answersWith(likePhoto, photo, 409)),
  UnlikePhoto: withPhoto((photo) => answersWith(unlikePhoto, photo, 204)),
  ListLikes: answersWith(
    listLikes,
    { userId: randomUUID(), query: { ids: '01KAJ7Q2M8Z4X6T0V5R3N1B9CD' } },
    200,
    likesShape,
  ),
  ListHome: answersWith(listHome, { userId: randomUUID() }, 200, photoPage),
  OnFollowChanged: refusesUnknownEvent,
  RemovePhotos: takesEmptyBatch,
  ListComments: withPhoto((photo) => answersWith(listComments, photo, 200, commentPage)),
  ListPublicComments: withPhoto(({ params }) => answersWith(listPublicComments, { params }, 404)),
  AddComment: withPhoto((photo) =>
    answersWith(addComment, { ...photo, body: { text: 'Checked' } }, 201, commentShape),
  ),
  DeleteComment: withPhoto(({ userId, params }) =>
    answersWith(deleteComment, { userId, params: { ...params, commentId: params.id } }, 404),
  ),
  ForgetAnswers: takesEmptyBatch,
  WithdrawAnswers: takesEmptyBatch,
  OnAuthorLeft: refusesUnknownEvent,
  RelayMedia: takesEmptyBatch,
  RequestRenditions: looksAtPage,
  LookForPhoto: takesEmptyBatch,
  FillHomes: takesEmptyBatch,
  CountViews: takesEmptyBatch,
  SweepAbandoned: refusesUnknownEvent,
  // Nobody has no photos.
  RequestDownload: answersWith(requestDownload, { userId: randomUUID(), body: {} }, 409),
  ListDownloads: answersWith(listDownloads, { userId: randomUUID() }, 200, downloadList),
  GetDownload: answersWith(
    getDownload,
    { userId: randomUUID(), params: { id: '01KAJ7Q2M8Z4X6T0V5R3N1B9CF' } },
    404,
  ),
  PackDownload: takesEmptyBatch,
};

export const handler = releaseHook(async ({ released }) => probeReleased(probes, await released()));

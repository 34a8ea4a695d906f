import { randomUUID } from 'node:crypto';
import { pageOf } from '@shutterbus/contracts/route';
import { findPeople } from '@shutterbus/contracts/routes/people';
import {
  followUser,
  getMe,
  getUser,
  listFollowers,
  listFollowing,
  personShape,
  releaseAddress,
  unfollowUser,
  updateMe,
} from '@shutterbus/contracts/routes/users';
import { changeAddress, confirmAddress } from '@shutterbus/contracts/routes/users-address';
import { changeHandle } from '@shutterbus/contracts/routes/users-handle';
import { comeBack, leaveMe } from '@shutterbus/contracts/routes/users-leaving';
import {
  endMySessions,
  listSessions,
  noteSession,
  sessionsShape,
} from '@shutterbus/contracts/routes/users-sessions';
import {
  answersWith,
  finishesReleaseCheck,
  type ProbeTable,
  probeReleased,
  refusesUnknownEvent,
  takesEmptyBatch,
} from '@shutterbus/lambda/probes';
import { releaseHook } from '@shutterbus/lambda/release-hook';

/**
 * CodeDeploy, before traffic moves to a new version of a function: asks that version for a person who is nobody.
 * Everything is read through to the table and the user pool, and nothing is written, so nothing has to be cleaned up.
 * Input: events/users/check-users-release.json
 */
const nobody = { userId: randomUUID(), params: { handle: 'nobody-at-all' } };

const probes: ProbeTable = {
  GetMe: answersWith(getMe, nobody, 404),
  UpdateMe: answersWith(updateMe, { ...nobody, body: { bio: '' } }, 404),
  GetUser: answersWith(getUser, nobody, 404),
  FollowUser: answersWith(followUser, nobody, 404),
  UnfollowUser: answersWith(unfollowUser, nobody, 404),
  ListFollowers: answersWith(listFollowers, nobody, 404),
  ListFollowing: answersWith(listFollowing, nobody, 404),
  // An address that breaks the schema.
  ReleaseAddress: answersWith(releaseAddress, { body: { email: '' } }, 400),
  SweepSignUps: refusesUnknownEvent,
  SweepGhosts: refusesUnknownEvent,
  OnUserSignOutFailed: refusesUnknownEvent,
  OnAvatarChanged: refusesUnknownEvent,
  ChangeHandle: answersWith(changeHandle, { ...nobody, body: { handle: 'nobody-at-all' } }, 404),
  ChangeAddress: answersWith(changeAddress, { ...nobody, body: { email: 'nobody@example.com' } }, 404),
  // Six digits would count as a guess.
  ConfirmAddress: answersWith(confirmAddress, { ...nobody, body: { code: 'none' } }, 400),
  FindPeople: answersWith(
    findPeople,
    { userId: nobody.userId, query: { begins: 'nobody-at-all' } },
    200,
    pageOf(personShape),
  ),
  LeaveMe: answersWith(leaveMe, nobody, 404),
  ComeBack: answersWith(comeBack, nobody, 404),
  NoteSession: answersWith(noteSession, nobody, 404),
  ListSessions: answersWith(listSessions, nobody, 200, sessionsShape),
  EndMySessions: answersWith(endMySessions, { ...nobody, query: { of: 'all' } }, 404),
  StartLeaving: refusesUnknownEvent,
  ConductLeaving: finishesReleaseCheck,
  TellConductor: refusesUnknownEvent,
  RestartLeavings: refusesUnknownEvent,
  RelayUsers: takesEmptyBatch,
};

export const handler = releaseHook(async ({ released }) => probeReleased(probes, await released()));
